import { resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import {
  installKernel,
  kernelFolder,
  listKernels,
  uninstallKernel,
  type Place,
  type World,
} from '../../jupyter/kernelspec.ts';
import { chooseTarget, practiceFolder } from '../../python/choose-python.ts';
import { homePrefix, homePython } from '../../python/home-python.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { canStart, kernelsOutcome, stateWords } from './report.ts';

/** `kernel install`: offers the kernel where the options say, and says what came of it. */
export async function install(context: Context, args: Arguments): Promise<Outcome> {
  const { environment, cwd } = context;
  const option = args.options['python'];
  const python =
    typeof option === 'string'
      ? (await chooseTarget({ option, environment, cwd })).python
      : undefined;
  const installed = await installKernel(placeOf(context, args), worldOf(context), python);
  const whom = python === undefined ? '' : ` It diagnoses \`${python}\`.`;
  return kernelsOutcome([installed], {
    kind: 'headline',
    status: installed.state === 'ready' ? 'ok' : 'warn',
    text: `The kernel \`TensorFlow GPU Doctor\` is installed in \`${installed.folder}\`.${whom}`,
    next:
      installed.state === 'ready'
        ? 'Reload JupyterLab and choose it in the launcher.'
        : stateWords[installed.state],
  });
}

/** `kernel uninstall`: takes away what we installed there, and nothing else. */
export async function uninstall(context: Context, args: Arguments): Promise<Outcome> {
  const place = placeOf(context, args);
  const folder = kernelFolder(place, worldOf(context));
  if (await uninstallKernel(place, worldOf(context))) {
    return kernelsOutcome([], {
      kind: 'headline',
      status: 'ok',
      text: `The kernel was removed from \`${folder}\`.`,
    });
  }
  const elsewhere = await listKernels(worldOf(context));
  return kernelsOutcome(elsewhere, {
    kind: 'headline',
    status: 'info',
    text: `There is no kernel of ours in \`${folder}\`. Nothing was changed.`,
    ...(elsewhere.length > 0 && {
      next: 'It is installed in the places below. Remove it there with `--sys-prefix` or `--prefix FOLDER`.',
    }),
  });
}

/** `kernel list`: every place where it is, and whether it can start there. Exit code 1 when one cannot. */
export async function listInstalled(context: Context): Promise<Outcome> {
  const kernels = await listKernels(worldOf(context));
  const broken = kernels.filter(({ state }) => !canStart(state));
  if (kernels.length === 0) {
    return kernelsOutcome(kernels, {
      kind: 'headline',
      status: 'info',
      text: 'The kernel is not installed in any Jupyter that was looked at.',
      next: 'Install it with `tf-gpu-doctor kernel install --user`.',
    });
  }
  if (broken.length === 0) {
    return kernelsOutcome(kernels, {
      kind: 'headline',
      status: 'ok',
      text: 'Every kernel listed can start.',
    });
  }
  return kernelsOutcome(
    kernels,
    {
      kind: 'headline',
      status: 'fail',
      text: `${broken.length} of ${kernels.length} kernels cannot start.`,
      next: 'Run `tf-gpu-doctor kernel install` again with the option that names the place, or `kernel uninstall`.',
    },
    1,
  );
}

function placeOf(context: Context, args: Arguments): Place {
  const { user, prefix, 'sys-prefix': active } = args.options;
  const given = [user, prefix, active].filter((option) => option !== undefined);
  if (given.length > 1) {
    throw new UsageError('Only one of `--user`, `--sys-prefix` and `--prefix` can be given.');
  }
  if (typeof prefix === 'string') return { kind: 'prefix', prefix: resolve(context.cwd, prefix) };
  return active === undefined ? { kind: 'user' } : { kind: 'active' };
}

function worldOf({ environment }: Context): World {
  const home = homePython(environment)?.python;
  return {
    environment,
    platform: process.platform,
    node: process.execPath,
    ...(home === undefined
      ? { prefixes: [practiceFolder] }
      : { home, prefixes: [homePrefix(home)] }),
  };
}
