import type { Environment } from '../process/environment.ts';
import type { Command, Option, Positional } from './command.ts';
import { optionsOf, optionsOfAll } from './common-options.ts';
import { callOf, verbNames } from './verbs.ts';

/** Texts that can take the place of `line.slice(start, end)`. Offsets count UTF-16 units, as JavaScript does. */
export interface Completion {
  readonly matches: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** A magic at the start of a line, or after `name =`; with what follows its name. */
const magic = /^(?<before>\s*(?:[\w.[\]'", ]+=\s*)?)(?<percent>%%?)(?<name>[\w-]*)(?<rest>[^]*)$/u;

/**
 * What Tab offers at `cursor` (an offset into `line`) when the line is one of our magics: names, verbs, options,
 * values. No matches for any other line.
 */
export function complete(
  commands: readonly Command[],
  line: string,
  cursor: number,
  environment: Environment = {},
): Completion {
  const nothing: Completion = { matches: [], start: cursor, end: cursor };
  const groups = magic.exec(line.slice(0, cursor))?.groups;
  if (groups === undefined) return nothing;
  const { before = '', percent = '', name = '', rest = '' } = groups;
  const offered = commands.filter(
    (command) =>
      command.interfaces.includes('notebook') && (percent === '%' || command.cell === true),
  );
  if (rest === '') {
    const names = offered.map((command) => percent + command.name);
    return finish(names, percent + name, before.length, cursor);
  }
  const command = offered.find((one) => one.name === name);
  if (command === undefined || !/^\s/u.test(rest)) return nothing;
  const words = rest.trimStart().split(/\s+/u);
  const word = words.pop() ?? '';
  return completeWord(command, words, word, { cursor, environment });
}

function completeWord(
  command: Command,
  earlier: readonly string[],
  word: string,
  { cursor, environment }: { readonly cursor: number; readonly environment: Environment },
): Completion {
  const start = cursor - word.length;
  const [first, ...others] = positionalsIn(earlier, optionsOfAll(command));
  const call = callOf(command, first);
  const options = call ? optionsOf(call.action) : optionsOfAll(command);
  const waiting = options.find((option) => `--${option.name}` === earlier.at(-1));
  if (waiting?.value !== undefined) return finishValue(waiting, word, start, cursor);
  const inline = /^--(?<name>[\w-]+)=(?<value>.*)$/u.exec(word)?.groups;
  if (inline !== undefined) {
    const value = inline['value'] ?? '';
    const option = options.find((one) => one.name === inline['name']);
    if (option !== undefined) return finishValue(option, value, cursor - value.length, cursor);
  }
  if (word.startsWith('-')) {
    const names = options
      .map((option) => `--${option.name}`)
      .filter((name) => !earlier.includes(name));
    return finish(names, word, start, cursor);
  }
  if (command.verbs !== undefined && first === undefined) {
    return finish(verbNames(command, 'notebook'), word, start, cursor);
  }
  const given = command.verbs === undefined && first !== undefined ? 1 : 0;
  const choices = choicesAfter(call?.action.positional, given + others.length, environment);
  return finish(choices, word, start, cursor);
}

/** The words that are neither options nor their values. */
function positionalsIn(words: readonly string[], options: readonly Option[]): string[] {
  const taking = new Set(
    options.filter((option) => option.value !== undefined).map((option) => `--${option.name}`),
  );
  return words.filter((word, index) => {
    const before = words[index - 1];
    return !word.startsWith('-') && (before === undefined || !taking.has(before));
  });
}

function choicesAfter(
  positional: Positional | undefined,
  given: number,
  environment: Environment,
): readonly string[] {
  if (positional === undefined || given >= (positional.most ?? 1)) return [];
  return positional.choices?.(environment) ?? [];
}

/** A value may be a list (`float32,bfloat16`): its last part is completed. */
function finishValue(option: Option, value: string, start: number, cursor: number): Completion {
  const given = value.slice(0, value.lastIndexOf(',') + 1);
  return finish(
    (option.choices ?? []).map((choice) => given + choice),
    value,
    start,
    cursor,
  );
}

function finish(texts: readonly string[], typed: string, start: number, end: number): Completion {
  return { matches: texts.filter((text) => text.startsWith(typed)), start, end };
}
