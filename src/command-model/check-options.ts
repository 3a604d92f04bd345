import type { CheckRequest } from '../check/request.ts';
import { UsageError } from '../errors.ts';
import type { Environment } from '../process/environment.ts';
import { timeoutMs } from './common-options.ts';
import type { Arguments, Context, Option } from './command.ts';

/** Also for commands that never start TensorFlow. */
export const noDriverOption: Option = {
  name: 'no-driver',
  summary: 'read files only: ask no driver, load no library, run no program',
};

/** How thoroughly a machine is checked: understood by every command that checks one as a whole. */
export const checkOptions: readonly Option[] = [
  {
    name: 'static',
    summary: 'never start TensorFlow: read files, ask the driver, load the CUDA libraries',
  },
  { name: 'live', summary: 'start TensorFlow even when the machine is known to have no GPU' },
  {
    name: 'all-gpus',
    summary: 'compute on every GPU, also where other programs use the GPUs of this machine',
  },
  noDriverOption,
];

/**
 * What was typed, as a request to the check.
 * @throws UsageError when options contradict each other
 */
export function checkRequest(context: Context, args: Arguments): CheckRequest {
  const from = optionText(args, 'from');
  const python = optionText(args, 'python');
  const { options } = args;
  const observing = ['static', 'live', 'all-gpus', 'no-driver'].find(
    (name) => options[name] !== undefined,
  );
  if (from !== undefined && observing !== undefined) {
    throw new UsageError(
      `\`--from\` reads what was recorded and \`--${observing}\` says how to look at this machine. Leave one of them away.`,
    );
  }
  if (options['static'] !== undefined && options['live'] !== undefined) {
    throw new UsageError(
      '`--static` never starts TensorFlow and `--live` does. Leave one of them away.',
    );
  }
  return {
    ...(from !== undefined && { from }),
    ...(python !== undefined && { python }),
    environment: environmentOf(context),
    cwd: context.cwd,
    signal: context.signal,
    driver: options['no-driver'] === undefined,
    live:
      options['static'] !== undefined ? 'never' : options['live'] !== undefined ? 'always' : 'auto',
    allGpus: options['all-gpus'] !== undefined,
    ...(options['timeout'] !== undefined && { liveTimeoutMs: timeoutMs(args, 0) }),
    ...(context.notebook && { notebook: context.notebook }),
    ...(context.onRecorded && { onRecorded: context.onRecorded }),
  };
}

/** What a TensorFlow started afresh would find: our environment with the notebook's changes. */
export function environmentOf(context: Context): Environment {
  const changes = Object.entries(context.notebook?.changes() ?? {});
  return {
    ...context.environment,
    ...Object.fromEntries(changes.map(([name, value]) => [name, value ?? undefined])),
  };
}

/** The value of an option that takes one. */
export function optionText(args: Arguments, name: string): string | undefined {
  const value = args.options[name];
  return typeof value === 'string' ? value : undefined;
}
