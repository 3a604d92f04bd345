import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { root } from '../../src/root.ts';

/** A code cell of a notebook to run. */
export interface TestCell {
  readonly source: string;
  readonly tags?: readonly string[];
}

/** Writes a notebook of nbformat 4.4: a heading, then these cells; so the first of them is cell 2. */
export function writeNotebook(file: string, kernel: string, cells: readonly TestCell[]): void {
  const code = cells.map(({ source, tags }) => ({
    cell_type: 'code',
    execution_count: null,
    metadata: tags === undefined ? {} : { tags },
    outputs: [],
    source,
  }));
  const notebook = {
    cells: [{ cell_type: 'markdown', metadata: {}, source: ['# A test'] }, ...code],
    metadata: { kernelspec: { display_name: kernel, language: 'python', name: kernel } },
    nbformat: 4,
    nbformat_minor: 4,
  };
  writeFileSync(file, JSON.stringify(notebook));
}

const lines = v.union([v.string(), v.array(v.string())]);
const saved = v.object({
  nbformat_minor: v.number(),
  cells: v.array(
    v.object({
      id: v.string(),
      execution_count: v.optional(v.nullable(v.number())),
      outputs: v.optional(
        v.array(
          v.looseObject({
            output_type: v.string(),
            text: v.optional(lines),
            ename: v.optional(v.string()),
          }),
        ),
      ),
    }),
  ),
});

export function readSaved(file: string): v.InferOutput<typeof saved> {
  return v.parse(saved, JSON.parse(readFileSync(file, 'utf8')));
}

/** What the cells printed, one text for each code cell. */
export function printedIn(file: string): readonly string[] {
  return readSaved(file).cells.flatMap(({ outputs }) =>
    outputs === undefined ? [] : [outputs.map(({ text = [] }) => [text].flat().join('')).join('')],
  );
}

export interface CommandEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `tf-gpu-doctor notebook run` as it is built, with nothing in its environment but what is given. */
export function startRun(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): { readonly child: ChildProcess; readonly end: Promise<CommandEnd> } {
  const main = join(root, 'dist', 'src', 'cli', 'main.js');
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [main, 'notebook', 'run', ...words], {
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (bytes: Buffer) => (text.stdout += bytes.toString('utf8')));
  child.stderr.on('data', (bytes: Buffer) => (text.stderr += bytes.toString('utf8')));
  const end = new Promise<CommandEnd>((resolve) => {
    child.once('close', (code) => resolve({ code, ...text }));
  });
  return { child, end };
}
