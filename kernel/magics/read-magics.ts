import type { Command } from '../../src/command-model/command.ts';
import { nearest } from '../../src/command-model/nearest.ts';
import { notebookCommands } from './command-list.ts';

/** One magic of ours in a cell. */
export interface MagicCall {
  readonly name: string;
  /** What was written after the name. */
  readonly line: string;
  /** The body of a `%%` cell. */
  readonly cell?: string;
  /** `%name?`: a person wants its help. */
  readonly help?: boolean;
  /** No command has this name, but one has a similar name: this one. */
  readonly meant?: string;
}

/** A cell of our magics only, which needs no Python. */
export interface MagicCell {
  readonly calls: readonly MagicCall[];
  /** Whether IPython would put values of variables into a line: `--sizes {n}`, `$path`. */
  readonly expands: boolean;
}

const cellMagic = /^\s*%%(?<name>[\w-]+)(?<line>[^\n]*)\n?(?<body>[^]*)$/u;
const lineMagic = /^%(?<name>[\w-]+)(?<line>|;+|\s.*)$/u;
const helpAfter = /^%{1,2}(?<name>[\w-]+)\s*\?{1,2}$/u;
const helpBefore = /^\?{1,2}\s*%{1,2}(?<name>[\w-]+)$/u;
const expansion = /\{[^{}]+\}|\$\w/u;

/**
 * Reads a cell. A cell is never split: as soon as one line is neither a magic of ours, nor empty, nor a comment, all of
 * it is Python's, and this gives undefined.
 */
export function readMagics(code: string, commands: readonly Command[]): MagicCell | undefined {
  const calls = readCellMagic(code, commands) ?? readLineMagics(code, commands);
  if (calls === undefined || calls.length === 0) return undefined;
  return { calls, expands: calls.some(({ line }) => expansion.test(line)) };
}

function readCellMagic(code: string, commands: readonly Command[]): MagicCall[] | undefined {
  const { name = '', line = '', body = '' } = cellMagic.exec(code)?.groups ?? {};
  if (line.trim().startsWith('?')) return undefined;
  const call = identify(name, commands);
  return call && [{ ...call, line: line.trim(), cell: body }];
}

function readLineMagics(code: string, commands: readonly Command[]): MagicCall[] | undefined {
  const calls: MagicCall[] = [];
  for (const line of code.replaceAll(/\\\r?\n/gu, ' ').split(/\r?\n/u)) {
    const text = line.trimEnd();
    if (text === '' || text.startsWith('#')) continue;
    const call = readLine(text, commands);
    if (call === undefined) return undefined;
    calls.push(call);
  }
  return calls;
}

function readLine(text: string, commands: readonly Command[]): MagicCall | undefined {
  const asked = (helpAfter.exec(text) ?? helpBefore.exec(text))?.groups?.['name'];
  if (asked !== undefined) {
    const call = identify(asked, commands);
    return call && { ...call, help: true };
  }
  const { name = '', line = '' } = lineMagic.exec(text)?.groups ?? {};
  const call = identify(name, commands);
  return call && { ...call, line: line.trim() };
}

/** A name of ours, or one so similar that it was probably meant. */
function identify(name: string, commands: readonly Command[]): MagicCall | undefined {
  const names = notebookCommands(commands).map((command) => command.name);
  if (names.includes(name)) return { name, line: '' };
  const meant = nearest(name, names);
  return meant === undefined ? undefined : { name, line: '', meant };
}
