import { join } from 'node:path';
import { root } from '../root.ts';
import type { ProcessEnd } from '../process-end.ts';
import { killGroup, watchGroup } from './process-group.ts';
import { readStream } from './process-output.ts';
import { spawnPython, spawnProgram, type Program, type Started } from './spawn.ts';

/** A program to run, with all that it gets from us. */
export interface ProcessRequest extends Program {
  /** Text for its standard input, which is empty otherwise. */
  readonly input?: string;
  /** After this many ms it is stopped. */
  readonly timeoutMs: number;
  /** Stops it when aborted. */
  readonly signal?: AbortSignal;
  /** Each line as it comes, without its line ending. */
  readonly onStdoutLine?: (line: string) => void;
  readonly onStderrLine?: (line: string) => void;
  /** Bytes of output kept, per stream, counted from the end. Default 4 MiB. */
  readonly keepOutputBytes?: number;
}

export interface ProcessResult {
  readonly end: ProcessEnd;
  readonly stdout: string;
  readonly stderr: string;
  /** Time from start to end, in ms. */
  readonly ms: number;
}

const termGraceMs = 1000;
const killGraceMs = 2000;
const defaultKeepBytes = 4 * 1024 * 1024;

/**
 * Runs a program in a process group of its own and waits for its end. Nothing of the group is left when it has ended,
 * run out of time or was aborted: SIGTERM first, SIGKILL a second later.
 *
 * Never rejects for what the process does, a missing program included.
 */
export function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  return run(request, () => spawnProgram(request, request.input ?? null));
}

/**
 * Runs a Python script so that it ends when node does, however node dies (see `watchdog.py`).
 * To the script, `input` is its standard input and its standard input is empty otherwise.
 */
export function runPython(
  request: Omit<ProcessRequest, 'file' | 'args'> & {
    readonly python: string;
    readonly script: string;
    readonly args?: readonly string[];
  },
): Promise<ProcessResult> {
  const { python, script, args = [], input = '', ...rest } = request;
  const watchdog = join(root, 'src/process/watchdog.py');
  const bytes = Buffer.byteLength(input);
  const watched = { ...rest, file: python, args: [watchdog, String(bytes), script, ...args] };
  return run(watched, () => Promise.resolve(spawnPython(watched, { keptOpen: input })));
}

async function run(
  request: ProcessRequest,
  start: () => Promise<{ readonly subprocess: Started }>,
): Promise<ProcessResult> {
  const started = performance.now();
  const result = (end: ProcessEnd, stdout = '', stderr = ''): ProcessResult => ({
    end,
    stdout,
    stderr,
    ms: performance.now() - started,
  });
  if (request.signal?.aborted === true) return result({ how: 'aborted' });
  let subprocess: Started;
  try {
    ({ subprocess } = await start());
  } catch (error) {
    return result({ how: 'not-started', detail: messageOf(error) });
  }
  if (subprocess.pid === undefined) {
    const error = await new Promise((resolve) => subprocess.once('error', resolve));
    return result({ how: 'not-started', detail: messageOf(error) });
  }
  const leader = subprocess.pid;
  const forget = watchGroup(leader);
  const keep = request.keepOutputBytes ?? defaultKeepBytes;
  const stdout = readStream(subprocess.stdout, keep, request.onStdoutLine);
  const stderr = readStream(subprocess.stderr, keep, request.onStderrLine);
  const exit = new Promise<ProcessEnd>((resolve) => {
    subprocess.once('exit', (code, signal) => {
      resolve(signal === null ? { how: 'exit', code: code ?? 0 } : { how: 'signal', signal });
    });
  });
  const end = await endOf(exit, leader, request);
  // What the leader started and left behind ends now; what it wrote before stays readable.
  if (end.how !== 'stuck') killGroup(leader, 'SIGKILL');
  await within(killGraceMs, Promise.all([stdout.ended, stderr.ended]));
  subprocess.stdout.destroy();
  subprocess.stderr.destroy();
  subprocess.stdin.destroy();
  subprocess.unref();
  forget();
  return result(end, stdout.text(), stderr.text());
}

/** Waits for the exit, and forces it when the time is over or the caller gives up. */
async function endOf(
  exit: Promise<ProcessEnd>,
  leader: number,
  request: ProcessRequest,
): Promise<ProcessEnd> {
  const settled = new AbortController();
  const early = await new Promise<ProcessEnd>((resolve) => {
    const timer = setTimeout(() => resolve({ how: 'timeout' }), request.timeoutMs);
    settled.signal.addEventListener('abort', () => clearTimeout(timer));
    const abort = (): void => resolve({ how: 'aborted' });
    request.signal?.addEventListener('abort', abort, { signal: settled.signal });
    void exit.then(resolve);
  });
  settled.abort();
  if (early.how !== 'timeout' && early.how !== 'aborted') return early;
  killGroup(leader, 'SIGTERM');
  if (await within(termGraceMs, exit)) return early;
  killGroup(leader, 'SIGKILL');
  return (await within(killGraceMs, exit)) ? early : { how: 'stuck' };
}

/** Whether the promise was fulfilled within so many ms. */
async function within(ms: number, promise: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const inTime = await Promise.race([promise.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
