import { UsageError } from '../errors.ts';
import type { Arguments, Command, Option } from './command.ts';

/** Options that every command understands. */
const commonOptions: readonly Option[] = [
  { name: 'json', summary: 'print one JSON object and nothing else' },
  { name: 'python', value: 'PATH', summary: 'the Python to diagnose' },
  { name: 'from', value: 'FILE', summary: 'work on a snapshot or report instead of this machine' },
  { name: 'timeout', value: 'SECONDS', summary: 'give up after this long' },
  { name: 'verbose', summary: 'show every detail' },
  { name: 'raw', summary: 'do not remove names, paths and addresses from the output' },
  { name: 'help', summary: 'show this help' },
];

/** What a command understands: its own options first; one of its own takes the place of a common one. */
export function optionsOf(command: Pick<Command, 'options'>): readonly Option[] {
  const own = new Set(command.options.map((option) => option.name));
  return [...command.options, ...commonOptions.filter((option) => !own.has(option.name))];
}

/** One day; timers do not reach much further. */
const longestTimeoutSeconds = 86_400;

/**
 * The value of `--timeout` in ms, or `otherwise` when it was not given.
 * @throws UsageError when it is not a number of seconds above 0 and up to one day.
 */
export function timeoutMs(args: Pick<Arguments, 'options'>, otherwise: number): number {
  const value = args.options['timeout'];
  if (value === undefined) return otherwise;
  const seconds = value === true || value.trim() === '' ? Number.NaN : Number(value);
  if (seconds > 0 && seconds <= longestTimeoutSeconds) return seconds * 1000;
  throw new UsageError(
    `\`--timeout\` takes a number of seconds above 0 and up to ${longestTimeoutSeconds}, not \`${String(value)}\`.`,
  );
}
