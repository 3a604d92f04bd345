import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import type { Environment } from './environment.ts';

/** What is started, where, and with what environment. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  /** The whole environment: nothing is inherited beside it; an `undefined` one is not set. */
  readonly environment: Environment;
  readonly cwd?: string;
}

/** A process with pipes to all three of its streams. Without a pid it did not start, and `error` follows. */
export type Started = Pick<ChildProcess, 'once' | 'unref'> & {
  readonly pid?: number | undefined;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
};

/** What goes to standard input: text and its end, text with the end left open, or nothing at all. */
export type Stdin = string | { readonly keptOpen: string } | null;

/**
 * Starts a program by the name that people type: `ssh`, `docker`, `cc`. execa finds it on PATH as each system does,
 * `.cmd` files of Windows included. It is loaded when it is first needed: that takes 100 ms of processor time.
 */
export async function spawnProgram(
  program: Program,
  stdin: Stdin,
): Promise<{ readonly subprocess: Started }> {
  const { execa } = await import('execa');
  const subprocess = execa(program.file, program.args, {
    ...optionsOf(program),
    extendEnv: false,
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
    buffer: false,
    encoding: 'buffer',
    reject: false,
  });
  feed(subprocess.stdin, stdin);
  // Boxed, because execa's subprocess is a promise too: returned bare, its end would be waited for.
  return { subprocess };
}

/**
 * Starts an interpreter by its path. Node's own `spawn` is all that takes, and a static check, which has to answer in
 * a fraction of a second, does not wait for execa to load.
 */
export function spawnPython(program: Program, stdin: Stdin): { readonly subprocess: Started } {
  const subprocess = spawn(program.file, program.args, {
    ...optionsOf(program),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  feed(subprocess.stdin, stdin);
  return { subprocess };
}

function optionsOf({ cwd, environment }: Program) {
  // Without this, node blames the program for a folder that is not there.
  if (cwd !== undefined && !existsSync(cwd)) throw new Error(`the folder ${cwd} does not exist`);
  const set = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    env: Object.fromEntries(set),
    ...(cwd === undefined ? {} : { cwd }),
    detached: process.platform !== 'win32',
    windowsHide: true,
  };
}

function feed(stream: Writable, stdin: Stdin): void {
  // It may well end without reading what it was given.
  stream.on('error', () => {});
  if (stdin === null) stream.end();
  else if (typeof stdin === 'string') stream.end(stdin);
  else stream.write(stdin.keptOpen);
}
