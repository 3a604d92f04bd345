import { appendFile, lstat, mkdir, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { diagnoseSnapshot } from '../../check/diagnose-snapshot.ts';
import { checkMachine } from '../../check/check-machine.ts';
import { checkRequest } from '../../command-model/check-options.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { timeoutMs } from '../../command-model/common-options.ts';
import { titleOf } from '../../content/page-ids.ts';
import type { Diagnosis } from '../../diagnose/diagnose.ts';
import { UndeterminedError, UsageError } from '../../errors.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Choice } from '../../plan/recipe.ts';
import { runProcess } from '../../process/process.ts';
import { pythonOfVenv } from '../../python/python-files.ts';
import { checkReport } from '../../report/check-report.ts';
import type { Block } from '../../report/report.ts';
import { planValue } from './value.ts';

/** An hour: TensorFlow with its CUDA packages is some 3 GB, and lines are slow. */
const longestInstallMs = 3_600_000;

/** What makes an environment and fills it. */
interface Builder {
  readonly name: 'uv' | 'venv';
  readonly make: readonly string[];
  readonly install: readonly string[];
}

/**
 * `gpu-plan --create FOLDER`: builds the plan's choice there after one yes, checks it, and offers it to Jupyter.
 * @throws UsageError when the folder is in use, or the choice cannot be built by uv or venv
 * @throws UndeterminedError when a step fails; what was built stays for a look
 */
export async function createEnvironment(
  context: Context,
  args: Arguments,
  folder: string,
  made: Plan,
): Promise<Outcome> {
  const path = resolve(
    context.cwd,
    folder.replace(/^~(?=\/|$)/u, context.environment['HOME'] ?? '~'),
  );
  const { choice } = made;
  if (choice === null)
    throw new UsageError(
      'Nothing fits this machine, so there is nothing to build. See `gpu-plan`.',
    );
  if (made.for.system === 'windows' || (choice.manager !== 'pip' && choice.manager !== 'uv')) {
    throw new UsageError(
      `\`--create\` builds with uv or pip, on Linux, WSL2 and macOS. This plan needs ${made.for.system === 'windows' ? 'WSL2' : choice.manager}: follow the steps of \`gpu-plan\`.`,
    );
  }
  await refuseUsed(path, folder);
  const builder = await builderFor(context, choice, path);
  const words = [...choice.packages, 'ipykernel'];
  if (args.options['yes'] === undefined) return wouldDo(made, choice, builder, path, words);
  await mkdir(path, { recursive: true });
  const limitMs = timeoutMs(args, longestInstallMs);
  const step = async (text: string, line: readonly string[]): Promise<void> => {
    context.show({ blocks: [{ kind: 'progress', text }] });
    await runStep(context, line, limitMs);
  };
  await step(`Making the environment with ${builder.name}`, builder.make);
  await step(`Installing ${words.join(', ')}`, [...builder.install, ...words]);
  await namePath(path, choice);
  const python = pythonOfVenv(path);
  await step('Offering it to Jupyter', kernelLine(python, path, choice));
  const diagnosis = await checked(context, args, python);
  return done(context, made, choice, path, diagnosis);
}

/** An empty folder may be used; anything else belongs to somebody. */
async function refuseUsed(path: string, folder: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isDirectory())
    throw new UsageError(`${folder} is there already and is not a folder. Name another one.`);
  const inside = await readdir(path);
  if (inside.length > 0)
    throw new UsageError(`${folder} is not empty. Name a folder that does not exist yet.`);
}

/** uv where it is there, as it fetches the Python as well; else the `venv` of the right Python. */
async function builderFor(context: Context, choice: Choice, path: string): Promise<Builder> {
  const python = pythonOfVenv(path);
  if (await answers(context, ['uv', '--version'])) {
    return {
      name: 'uv',
      make: ['uv', 'venv', '--python', choice.python, path],
      install: ['uv', 'pip', 'install', '--python', python],
    };
  }
  const base = `python${choice.python}`;
  if (!(await answers(context, [base, '-c', 'import venv, ensurepip']))) {
    throw new UsageError(
      `The plan wants Python ${choice.python}, and there is neither uv nor a \`${base}\` with venv on the PATH. Install uv (\`curl -LsSf https://astral.sh/uv/install.sh | sh\`), or choose with \`--python\` a version that is there.`,
    );
  }
  return {
    name: 'venv',
    make: [base, '-m', 'venv', path],
    install: [python, '-m', 'pip', 'install'],
  };
}

async function answers(
  { environment, cwd, signal }: Context,
  [file = '', ...args]: readonly string[],
): Promise<boolean> {
  const { end } = await runProcess({ file, args, environment, cwd, signal, timeoutMs: 20_000 });
  return end.how === 'exit' && end.code === 0;
}

async function runStep(
  { environment, cwd, signal }: Context,
  line: readonly string[],
  limitMs: number,
): Promise<void> {
  const [file = '', ...args] = line;
  const { end, stderr, stdout } = await runProcess({
    file,
    args,
    environment,
    cwd,
    signal,
    timeoutMs: limitMs,
  });
  signal.throwIfAborted();
  if (end.how === 'exit' && end.code === 0) return;
  const last = `${stdout}\n${stderr}`.trim().split('\n').slice(-12).join('\n');
  const how = end.how === 'timeout' ? `took longer than ${limitMs / 1000} s` : 'failed';
  throw new UndeterminedError(`\`${line.join(' ')}\` ${how}. What it said last:\n${last}`);
}

/** Releases that do not search a folder of theirs get it named in the activation script, as the plan's steps do. */
async function namePath(path: string, choice: Choice): Promise<void> {
  const folders = unsearched(choice, '$VIRTUAL_ENV');
  if (folders === undefined) return;
  await appendFile(
    join(path, 'bin', 'activate'),
    `\nexport LD_LIBRARY_PATH="${folders}\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"\n`,
  );
}

const unsearched = ({ path }: Choice, prefix: string): string | undefined =>
  path === null ? undefined : path.replaceAll('$VIRTUAL_ENV', prefix);

function kernelLine(python: string, path: string, choice: Choice): readonly string[] {
  const name = basename(path)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/gu, '-');
  const folders = unsearched(choice, path);
  return [
    python,
    '-m',
    'ipykernel',
    'install',
    '--user',
    '--name',
    name,
    '--display-name',
    `Python (${basename(path)}, TensorFlow ${choice.tensorflow})`,
    ...(folders === undefined ? [] : ['--env', 'LD_LIBRARY_PATH', folders]),
  ];
}

function wouldDo(
  made: Plan,
  choice: Choice,
  builder: Builder,
  path: string,
  words: readonly string[],
): Outcome {
  const folders = unsearched(choice, path);
  return {
    report: {
      blocks: [
        {
          kind: 'headline',
          status: 'warn',
          text: `Nothing was built yet. TensorFlow ${choice.tensorflow} with Python ${choice.python} would be built in ${path} with ${builder.name}.`,
          next: 'Add `--yes` to do it.',
        },
        {
          kind: 'list',
          items: [
            `It installs ${words.map((word) => `\`${word}\``).join(', ')} and what they need${made.for.gpu.kind === 'none' ? '' : ', with the CUDA packages some 3 GB to download'}.`,
            ...(folders === undefined
              ? []
              : [
                  `It names \`${folders}\` in LD_LIBRARY_PATH, in the activation script and for Jupyter.`,
                ]),
            'It registers the environment for your user as a kernel of Jupyter.',
            'Then it checks whether TensorFlow uses the GPU there. Nothing else is changed.',
          ],
        },
      ],
    },
    value: planValue(made.for, made, { created: null }),
    exitCode: 1,
  };
}

async function checked(context: Context, args: Arguments, python: string) {
  const { python: _, timeout: __, ...options } = args.options;
  const request = { ...checkRequest(context, { ...args, options }), python };
  const { snapshot, target } = await checkMachine(request, (stage) =>
    context.show({ blocks: [{ kind: 'progress', text: `Checking it: ${stage}` }] }),
  );
  return { diagnosis: diagnoseSnapshot(snapshot), snapshot, target };
}

function done(
  context: Context,
  made: Plan,
  choice: Choice,
  path: string,
  { diagnosis, snapshot, target }: Awaited<ReturnType<typeof checked>>,
): Outcome {
  const wanted = made.for.gpu.kind === 'none' ? 'cpu-only' : 'gpu-ready';
  const good = diagnosis.verdict === wanted;
  const blocks: Block[] = [
    {
      kind: 'headline',
      status: good ? 'ok' : 'warn',
      text: `TensorFlow ${choice.tensorflow} is installed in ${path}, and Jupyter offers it as \`Python (${basename(path)}, TensorFlow ${choice.tensorflow})\`.`,
      next: `In a shell: \`. ${join(path, 'bin', 'activate')}\``,
    },
    ...checkReport(diagnosis, snapshot, {
      ui: context.ui,
      titleOf,
      recorded: false,
      otherPython: target?.other,
    }).blocks,
  ];
  return {
    report: { blocks },
    value: planValue(made.for, made, { created: createdValue(path, diagnosis) }),
    exitCode: good ? 0 : 1,
  };
}

const createdValue = (path: string, { verdict, rootCause }: Diagnosis) => ({
  folder: path,
  python: pythonOfVenv(path),
  verdict,
  rootCause,
});
