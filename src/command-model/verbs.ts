import { UsageError } from '../errors.ts';
import type { Interface } from '../interface.ts';
import type { Action, Command } from './command.ts';
import { didYouMean } from './nearest.ts';

/** What the words of a line call: a command, or one of its verbs. */
export interface Call {
  readonly command: Command;
  readonly verb?: string;
  /** As it is written, without what the interface puts before it: `gpu-check`, `lab start`. */
  readonly name: string;
  readonly action: Action;
  readonly interfaces: readonly Interface[];
}

/** The verbs that an interface can use, or all of them. */
export function verbNames(command: Command, ui?: Interface): string[] {
  return Object.entries(command.verbs ?? {})
    .filter(([, verb]) => ui === undefined || (verb.interfaces ?? command.interfaces).includes(ui))
    .map(([name]) => name);
}

/** A verb of a command, or a command without verbs; undefined when `word` is no verb of it. */
export function callOf(command: Command, word: string | undefined): Call | undefined {
  const { name, interfaces, verbs } = command;
  if (verbs === undefined) return { command, name, action: command, interfaces };
  const verb = word ?? command.defaultVerb;
  const action = verb !== undefined && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (verb === undefined || action === undefined) return undefined;
  return {
    command,
    verb,
    name: `${name} ${verb}`,
    action,
    interfaces: action.interfaces ?? interfaces,
  };
}

/** The same. @throws UsageError that names the verbs, when `word` is none or one is needed */
export function requireCall(command: Command, word: string | undefined): Call {
  const call = callOf(command, word);
  if (call) return call;
  const names = verbNames(command);
  const listed = `\`${command.name}\` takes ${alternatives(names)} after it`;
  if (word === undefined) throw new UsageError(`${listed}.`);
  throw new UsageError(`${listed}, not \`${word}\`.${didYouMean(word, names)}`);
}

/** `a`, `b` or `c` */
function alternatives(names: readonly string[]): string {
  const written = names.map((name) => `\`${name}\``);
  const last = written.pop() ?? '';
  return written.length === 0 ? last : `${written.join(', ')} or ${last}`;
}
