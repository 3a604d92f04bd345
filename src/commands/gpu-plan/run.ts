import { observeMachine } from '../../check/observe.ts';
import { checkRequest, optionText } from '../../command-model/check-options.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { didYouMean } from '../../command-model/nearest.ts';
import { loadKnowledge } from '../../content/knowledge.ts';
import { UsageError } from '../../errors.ts';
import { readFacts } from '../../facts/facts.ts';
import { foundMachine } from '../../plan/found-machine.ts';
import { planFor } from '../../plan/plan.ts';
import { describedMachine, readWish, type WishWords } from '../../plan/read-wish.ts';
import type { Wish } from '../../plan/wish.ts';
import { planReport } from './report.ts';
import { planValue } from './value.ts';

/** `gpu-plan`, `gpu-plan --check FILE`, `gpu-plan --create FOLDER`. Exit code 1: nothing fits, or a file has problems. */
export async function plan(context: Context, args: Arguments): Promise<Outcome> {
  const file = optionText(args, 'check');
  const folder = optionText(args, 'create');
  refuseMixtures(args);
  if (file !== undefined) {
    const { checkFile } = await import('./check-file.ts');
    const wish = readWish(loadKnowledge(), wordsOf(args), describedMachine, didYouMean);
    return checkFile(context, file, wish, optionText(args, 'format'));
  }
  const knowledge = loadKnowledge();
  const wish = await wishOf(context, args);
  const made = planFor(knowledge, wish);
  if (folder !== undefined) {
    const { createEnvironment } = await import('./create.ts');
    return createEnvironment(context, args, folder, made);
  }
  return {
    report: planReport(made),
    value: planValue(wish, made),
    exitCode: made.choice === null ? 1 : 0,
  };
}

/** What a plan depends on; no library is opened for it. */
const asked = [
  'interpreter',
  'system',
  'environment',
  'pci',
  'driver-files',
  'nvml',
  'nvidia-smi',
  'cuda-driver',
  'packages',
] as const;

/** A machine that is described needs no look at this one. */
async function wishOf(context: Context, args: Arguments): Promise<Wish> {
  const words = wordsOf(args);
  const isDescribed = [words.gpu, words.driver, words.os].some((one) => one !== undefined);
  const knowledge = loadKnowledge();
  if (isDescribed) return readWish(knowledge, words, describedMachine, didYouMean);
  // Wrong words are told before the machine is looked at.
  readWish(knowledge, words, describedMachine, didYouMean);
  context.show({ blocks: [{ kind: 'progress', text: 'Looking at the machine' }] });
  const { snapshot } = await observeMachine(checkRequest(context, withoutVersion(args)), {
    probes: asked,
  });
  return readWish(knowledge, words, foundMachine(readFacts(snapshot), knowledge), didYouMean);
}

const isVersion = (text: string): boolean => /^\d[\d.]*$/u.test(text);

function wordsOf(args: Arguments): WishWords {
  const python = optionText(args, 'python');
  return {
    gpu: optionText(args, 'gpu'),
    driver: optionText(args, 'driver'),
    python: python !== undefined && isVersion(python) ? python : undefined,
    os: optionText(args, 'os'),
    tensorflow: optionText(args, 'tensorflow'),
    manager: optionText(args, 'manager'),
  };
}

/** `--python 3.12` is a wish; only a path names the Python to look at. */
function withoutVersion(args: Arguments): Arguments {
  const { python, ...options } = args.options;
  const isPath = typeof python === 'string' && !isVersion(python);
  return isPath ? args : { ...args, options };
}

function refuseMixtures({ options }: Arguments): void {
  const has = (name: string): boolean => options[name] !== undefined;
  if (has('check') && has('create'))
    throw new UsageError('`--check` and `--create` cannot go together.');
  if (has('format') && !has('check')) throw new UsageError('`--format` belongs to `--check FILE`.');
  if (has('yes') && !has('create')) throw new UsageError('`--yes` belongs to `--create FOLDER`.');
  if (has('from') && (has('check') || has('create'))) {
    throw new UsageError(
      '`--from` plans for a recorded machine; `--check` reads a file and `--create` builds on this machine.',
    );
  }
  const python = options['python'];
  const described = ['gpu', 'driver', 'os'].find(has);
  if (
    described !== undefined &&
    (has('from') || (typeof python === 'string' && !isVersion(python)))
  ) {
    throw new UsageError(
      `\`--${described}\` describes another machine, so ${has('from') ? '`--from`' : 'a path after `--python`'} has no meaning beside it.`,
    );
  }
  if (described !== undefined && has('create')) {
    throw new UsageError(
      `\`--create\` builds on this machine, so \`--${described}\` has no meaning beside it.`,
    );
  }
}
