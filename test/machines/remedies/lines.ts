import { parse } from 'shell-quote';
import type { Diagnosis } from '../../../src/diagnose/diagnose.ts';
import type { Remedy } from '../../../src/remedies/remedy.ts';

/** One program of a line with its words: `pip` with `install`, `--upgrade`, `numpy<2`. */
export interface Call {
  readonly program: string;
  readonly words: readonly string[];
  /** Who runs it, when it is a module of Python: `~/tf-gpu/bin/python`. */
  readonly python?: string;
}

/** The remedies of a diagnosis that have something to type. */
export function typedRemedies({ findings }: Diagnosis): readonly Remedy[] {
  return findings.flatMap(({ remedies }) => remedies).filter(({ commands }) => commands.length > 0);
}

/** The programs that a line starts, as its shell takes it apart. */
export function callsOf(line: string): readonly Call[] {
  const calls: string[][] = [[]];
  // A program that is called by its path in PowerShell has a `&` before it; `\` parts folders there.
  // What another program prints is one word; an address or a name may hold it.
  const plain = line
    .replaceAll(/\$\([^()]*\)/gu, '$$OUTPUT')
    .replace(/^& /u, '')
    .replaceAll(/(?<=\w|\.)\\(?=\w)/gu, '/');
  for (const part of parse(plain, (name) => `$${name}`)) {
    if (typeof part === 'string') calls.at(-1)?.push(part);
    else if ('op' in part && part.op === 'glob') calls.at(-1)?.push(part.pattern);
    else if ('op' in part && /^(?:\||&&|\|\||;)$/u.test(part.op)) calls.push([]);
  }
  return calls.filter((words) => words.length > 0).map(callOf);
}

function callOf(words: readonly string[]): Call {
  const [first = '', ...rest] = words;
  if (first === 'sudo' || /^[A-Z_]+=/u.test(first))
    return rest.length > 0 ? callOf(rest) : { program: 'set', words };
  const program = first
    .replace(/^[!%]/u, '')
    .replace(/^.*\//u, '')
    .replace(/\.exe$/u, '');
  if (program === 'conda' && rest[0] === 'run') return callOf(rest.slice(rest.indexOf('-n') + 2));
  if (/^(?:python[\d.]*|py)$/u.test(program)) {
    const at = rest.indexOf('-m');
    if (at >= 0)
      return {
        program: rest[at + 1] ?? '',
        words: rest.slice(at + 2),
        python: [first, ...rest.slice(0, at)].join(' '),
      };
  }
  return { program, words: rest };
}
