import { parseArgs } from 'node:util';

import { UsageError } from '../errors.ts';
import type { Arguments, Command, Option } from './command.ts';
import { optionsOf, optionsOfAll, sharedOptions, timeoutMs } from './common-options.ts';
import { didYouMean } from './nearest.ts';
import { type Call, callOf, requireCall } from './verbs.ts';

export { splitWords } from './split-words.ts';

/** A line of words, understood as far as their kind goes. */
export interface Parsed {
  readonly call: Call;
  readonly args: Arguments;
}

/**
 * Sorts words into the verb, options and positionals: `--name value`, `--name=value`, flags, `-h` for `--help`, and
 * `--` after which nothing is an option. The last of a repeated option counts.
 * @throws UsageError for an unknown verb or option (naming the nearest one), an option that is not used here, a missing
 * or superfluous value, a word or cell that is not taken, a `--timeout` that is no time.
 */
export function parseArguments(command: Command, words: readonly string[], cell?: string): Parsed {
  const { tokens, positionals } = read(command, words);
  const call = requireCall(command, positionals[0]);
  const known = new Map(optionsOf(call.action).map((option) => [option.name, option]));
  const options: Record<string, string | true> = {};
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = known.get(token.name);
    if (option === undefined) throw unknownOption(call, token.name, token.rawName);
    options[token.name] = valueOf(option, token.value, token.inlineValue === true);
  }
  const rest = command.verbs === undefined ? positionals : positionals.slice(1);
  const args = { options, positionals: rest, ...(cell === undefined ? {} : { cell }) };
  check(call, args);
  return { call, args };
}

/** Whether words that may be wrong in other ways ask for JSON, so that the error can be JSON, too. */
export function asksForJson(words: readonly string[]): boolean {
  const { tokens } = parseArgs({ args: [...words], strict: false, tokens: true });
  return tokens.some((token) => token.kind === 'option' && token.name === 'json');
}

/** The verb that words ask help for, null for the whole command; undefined when they do not ask for help. */
export function helpAskedBy(command: Command, words: readonly string[]): string | null | undefined {
  const { tokens, positionals } = read(command, words);
  if (!tokens.some((token) => token.kind === 'option' && token.name === 'help')) return undefined;
  const [word] = positionals;
  return word === undefined ? null : (callOf(command, word)?.verb ?? null);
}

function read(command: Command, words: readonly string[]) {
  return parseArgs({
    args: [...words],
    // Also those that are refused here, so that their values are not taken for words.
    options: describe([...Object.values(sharedOptions), ...optionsOfAll(command)]),
    strict: false,
    tokens: true,
  });
}

function describe(options: Iterable<Option>) {
  const described: Record<string, { type: 'string' | 'boolean'; short?: string }> = {};
  for (const option of options) {
    described[option.name] = {
      type: option.value === undefined ? 'boolean' : 'string',
      ...(option.name === 'help' ? { short: 'h' } : {}),
    };
  }
  return described;
}

function valueOf(option: Option, value: string | undefined, inline: boolean): string | true {
  const name = `--${option.name}`;
  if (option.value === undefined) {
    if (value === undefined) return true;
    throw new UsageError(`\`${name}\` is a switch and takes no value, but \`${value}\` was given.`);
  }
  if (value === undefined || value === '' || (!inline && value.startsWith('--'))) {
    const because = value?.startsWith('--') === true ? ` before \`${value}\`` : '';
    throw new UsageError(
      `\`${name}\` needs a value${because}: \`${name} ${option.value}\` or \`${name}=${option.value}\`.`,
    );
  }
  return value;
}

/** An option that exists elsewhere is not used here; any other is probably mistyped. */
function unknownOption({ command, name, action }: Call, option: string, raw: string): UsageError {
  const others = Object.entries(command.verbs ?? {})
    .filter(([, verb]) => verb.options.some((one) => one.name === option))
    .map(([verb]) => `\`${command.name} ${verb}\``);
  if (others.length > 0) {
    return new UsageError(
      `\`${name}\` has no option \`${raw}\`. It belongs to ${others.join(', ')}.`,
    );
  }
  if (Object.hasOwn(sharedOptions, option))
    return new UsageError(`\`${name}\` has no option \`${raw}\`.`);
  const names = optionsOf(action).map((one) => one.name);
  const meant = didYouMean(option, names, (near) => `--${near}`);
  return new UsageError(`There is no option \`${raw}\`.${meant}`);
}

function check({ command, name, action }: Call, args: Arguments): void {
  timeoutMs(args, 0);
  const { positional } = action;
  const [first] = args.positionals;
  if (first !== undefined && positional === undefined) {
    throw new UsageError(`\`${name}\` takes no words after it, but \`${first}\` was given.`);
  }
  const most = positional?.most ?? 1;
  const extra = args.positionals[most];
  if (extra !== undefined) {
    const words = most === 1 ? 'one word' : `${most} words`;
    throw new UsageError(
      `\`${name}\` takes ${words} after it, and \`${extra}\` is one more. A word with blanks needs quotes.`,
    );
  }
  if (args.cell !== undefined && command.cell !== true) {
    throw new UsageError(
      `\`${name}\` takes no cell below it. Write \`%${name}\` with one percent sign.`,
    );
  }
}
