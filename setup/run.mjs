import { spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';

const running = new Set();

/** Ends every program that `run` has started and that is not done. */
export function stopRunning() {
  for (const child of running) child.kill('SIGTERM');
}

/**
 * Runs a program to its end and keeps the last 64 kB of what it printed.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, minutes: number, onLine?: (line: string) => void, show?: boolean }} options
 *   `show`: it writes to this terminal itself, and nothing is kept.
 * @returns {Promise<{ ok: boolean, code?: number | undefined, output: string, how: string }>} never rejects; `how` says how it ended
 */
export function run(file, args, { cwd, env = process.env, minutes, onLine, show = false }) {
  return new Promise((resolve) => {
    // npm is a script on Windows, which only a shell can start.
    const shell = process.platform === 'win32' && !file.endsWith('.exe');
    /** @type {import('node:child_process').StdioOptions} */
    const stdio = show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'];
    const child = spawn(file, args, { cwd, env, stdio, shell, windowsHide: true });
    running.add(child);
    let output = '';
    let timedOut = false;
    const limit = setTimeout(() => {
      timedOut = true;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 5000).unref();
    }, minutes * 60_000);
    for (const stream of [child.stdout, child.stderr]) {
      readLines(stream, (line) => {
        output = `${output}${line}\n`.slice(-65_536);
        onLine?.(line);
      });
    }
    /** @param {boolean} ok @param {string} how @param {number} [code] */
    const finish = (ok, how, code) => {
      clearTimeout(limit);
      running.delete(child);
      resolve({ ok, code, output, how });
    };
    child.on('error', (error) => finish(false, error.message));
    child.on('close', (code, signal) => {
      if (timedOut) finish(false, `took longer than ${minutes} minutes`);
      else finish(code === 0, signal === null ? `exit code ${code}` : signal, code ?? undefined);
    });
  });
}

/** @param {import('node:stream').Readable | null} stream @param {(line: string) => void} onLine */
function readLines(stream, onLine) {
  if (stream === null) return;
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stream.on('data', (bytes) => {
    const lines = (rest + decoder.write(bytes)).split(/\r?\n|\r/u);
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}
