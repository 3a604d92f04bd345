import { UsageError } from '../errors.ts';
import type { Action, Arguments, Command, Option, SharedOption } from './command.ts';

/** Options that every command understands. */
const commonOptions: readonly Option[] = [
  { name: 'json', summary: 'print one JSON object and nothing else' },
  { name: 'verbose', summary: 'show every detail' },
  { name: 'help', summary: 'show this help' },
];

/** Options that mean the same in every command that uses them. */
export const sharedOptions: Readonly<Record<SharedOption, Option>> = {
  python: { name: 'python', value: 'PATH', summary: 'the Python to diagnose' },
  from: {
    name: 'from',
    value: 'FILE',
    summary: 'work on a snapshot or report instead of this machine',
  },
  timeout: { name: 'timeout', value: 'SECONDS', summary: 'give up after this long' },
  raw: { name: 'raw', summary: 'do not remove names, paths and addresses from the output' },
};

/** For what may have to start the notebook's Python again. */
export const yesOption: Option = {
  name: 'yes',
  summary: 'restart Python without asking, although its variables are lost',
};

/** What an action understands: its own options, the shared ones that it uses, then those of every command. */
export function optionsOf(action: Pick<Action, 'options' | 'uses'>): readonly Option[] {
  return [...action.options, ...action.uses.map((name) => sharedOptions[name]), ...commonOptions];
}

/** What any verb of a command understands, each option once. */
export function optionsOfAll(command: Command): readonly Option[] {
  if (command.verbs === undefined) return optionsOf(command);
  const all = Object.values(command.verbs).flatMap((verb) => optionsOf(verb));
  const own = new Map(all.map((option) => [option.name, option]));
  const last = new Set(commonOptions);
  return [...[...own.values()].filter((option) => !last.has(option)), ...commonOptions];
}

/** One day; timers do not reach much further. */
const longestTimeoutSeconds = 86_400;

/**
 * The value of `--timeout` in ms, or `otherwise` when it was not given.
 * @throws UsageError when it is not a number of seconds above 0 and up to one day.
 */
export function timeoutMs(args: Pick<Arguments, 'options'>, otherwise: number): number {
  return secondsOption(args, 'timeout', longestTimeoutSeconds) ?? otherwise;
}

/**
 * An option that takes seconds, in ms; undefined when it was not given.
 * @throws UsageError when it is not a number of seconds above 0 and up to `most`.
 */
export function secondsOption(
  { options }: Pick<Arguments, 'options'>,
  name: string,
  most: number,
): number | undefined {
  const value = options[name];
  if (value === undefined) return undefined;
  const seconds = value === true || value.trim() === '' ? Number.NaN : Number(value);
  if (seconds > 0 && seconds <= most) return seconds * 1000;
  throw new UsageError(
    `\`--${name}\` takes a number of seconds above 0 and up to ${most}, not \`${String(value)}\`.`,
  );
}
