import { parseArgs } from 'node:util';

import { UsageError } from '../errors.ts';
import type { Arguments, Command, Option } from './command.ts';
import { optionsOf, timeoutMs } from './common-options.ts';
import { nearest } from './nearest.ts';

export { splitWords } from './split-words.ts';

/**
 * Sorts words into options and positionals: `--name value`, `--name=value`, flags, `-h` for `--help`, and `--`
 * after which nothing is an option. The last of a repeated option counts.
 * @throws UsageError for an unknown option (naming the nearest one), a missing or superfluous value, a word or
 * cell that the command does not take, a `--timeout` that is no time.
 */
export function parseArguments(
  command: Command,
  words: readonly string[],
  cell?: string,
): Arguments {
  const known = new Map(optionsOf(command).map((option) => [option.name, option]));
  const { tokens, positionals } = parseArgs({
    args: [...words],
    options: describe(known.values()),
    strict: false,
    tokens: true,
  });
  const options: Record<string, string | true> = {};
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = known.get(token.name);
    if (option === undefined) throw unknownOption(token.rawName, [...known.keys()]);
    options[token.name] = valueOf(option, token.value, token.inlineValue === true);
  }
  const args = { options, positionals, ...(cell === undefined ? {} : { cell }) };
  if (options['help'] === undefined) check(command, args);
  return args;
}

/** Whether words that may be wrong in other ways ask for JSON, so that the error can be JSON, too. */
export function asksForJson(words: readonly string[]): boolean {
  const { tokens } = parseArgs({ args: [...words], strict: false, tokens: true });
  return tokens.some((token) => token.kind === 'option' && token.name === 'json');
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

function unknownOption(rawName: string, names: readonly string[]): UsageError {
  const near = nearest(rawName.replace(/^-+/u, ''), names);
  const hint = near === undefined ? '' : ` Did you mean \`--${near}\`?`;
  return new UsageError(`There is no option \`${rawName}\`.${hint}`);
}

function check(command: Command, args: Arguments): void {
  timeoutMs(args, 0);
  const [first] = args.positionals;
  if (first !== undefined && command.positional === undefined) {
    throw new UsageError(
      `\`${command.name}\` takes no words after it, but \`${first}\` was given.`,
    );
  }
  if (args.cell !== undefined && command.cell !== true) {
    throw new UsageError(
      `\`${command.name}\` takes no cell below it. Write \`%${command.name}\` with one percent sign.`,
    );
  }
}
