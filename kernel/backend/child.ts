import { type ChildProcess, spawn } from 'node:child_process';

import { countOomKills, memoryInUse } from './memory.ts';
import type { Death } from './death.ts';
import { readNativeOutput, type StreamName } from './native-output.ts';

/** A process that leads a group of its own and does not outlive us. */
export interface Child {
  readonly pid: number | undefined;
  /** Resolves when it has ended and everything it wrote has been read. */
  readonly ended: Promise<Death>;
  /** Resolves when everything it wrote natively until now has been read. */
  readonly settled: () => Promise<void>;
  /** What it wrote until now shall not be among its last words. */
  readonly forget: () => void;
  /** Sends a signal to it and everything it started. */
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void;
}

export interface ChildRequest {
  readonly file: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly onNative: (name: StreamName, text: string) => void;
}

/** How long its pipes may stay open after it, because something it started holds them, in ms. */
const drainMs = 500;
/** How often its memory is looked at, in ms. */
const memoryEveryMs = 2000;

/**
 * Starts it with a leash on descriptor 3: a pipe of which we hold the other end. However we end, the pipe closes, and
 * `launch.py` kills the group. Descriptor 4 is our own stderr, for what is not meant for the notebook.
 */
export function startChild({ file, args, environment, cwd, onNative }: ChildRequest): Child {
  const kills = countOomKills();
  const child = spawn(file, args, {
    cwd,
    env: environment,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 2],
  });
  const { pid } = child;
  const leash = child.stdio[3];
  leash?.on('error', () => undefined);
  const output = readNativeOutput({ stdout: child.stdout, stderr: child.stderr }, onNative);
  let memoryMiB: number | undefined;
  const watch = setInterval(() => {
    if (pid !== undefined) memoryMiB = memoryInUse(pid) ?? memoryMiB;
  }, memoryEveryMs);

  async function wait(): Promise<Death> {
    const how = await howItEnds(child);
    clearInterval(watch);
    leash?.destroy();
    await Promise.race([output.ended, delay(drainMs)]);
    const killsNow = countOomKills();
    return {
      how,
      lastLines: output.lastLines(),
      outOfMemory:
        how.kind === 'signal' && how.signal === 'SIGKILL' && (killsNow ?? 0) > (kills ?? 0),
      memoryMiB,
    };
  }

  return {
    pid,
    ended: wait(),
    settled: output.settled,
    forget: output.forget,
    signal: (name) => {
      if (pid === undefined) return;
      try {
        process.kill(process.platform === 'win32' ? pid : -pid, name);
      } catch {
        // It has ended already.
      }
    },
  };
}

function howItEnds(child: ChildProcess): Promise<Death['how']> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ kind: 'not-started', detail: error.message }));
    child.once('exit', (code, signal) => {
      resolve(
        signal === null ? { kind: 'exit', code: code ?? 0 } : { kind: 'signal', signal: signal },
      );
    });
  });
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
