import { type ChildProcess, spawn } from 'node:child_process';
import { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

import { kernelLinesOf } from './kernel-log.ts';
import { type MemoryAccount, readMemoryAccount } from './memory.ts';
import type { Death } from './death.ts';
import { readNativeOutput, type StreamName } from './native-output.ts';

/** A process that leads its own process group and does not outlive us. */
export interface Child {
  readonly pid: number | undefined;
  /** Resolves when it has ended and everything it wrote has been read. */
  readonly ended: Promise<Death>;
  /** Resolves when everything it wrote natively until now has been read. */
  readonly settled: () => Promise<void>;
  /** Writes this to its descriptor 4 and closes that; called once. */
  readonly give: (text: string) => void;
  /** What it wrote until now shall not be among the last lines of its death. */
  readonly forgetLastLines: () => void;
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
/** How often its memory use is read, in ms. */
const memoryEveryMs = 2000;

/**
 * Starts it with a pipe on descriptor 3 of which we hold the other end. However we end, the pipe closes, and the
 * watchdog in `launch.py` kills the group. On descriptor 4 it reads what `give` gives. Descriptor 5 is our own stderr, for
 * what is not meant for the notebook.
 */
export function startChild({ file, args, environment, cwd, onNative }: ChildRequest): Child {
  const child = spawn(file, args, {
    cwd,
    env: environment,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 2],
  });
  const { pid } = child;
  const watchdogPipe = child.stdio[3];
  watchdogPipe?.on('error', () => undefined);
  const gifts = child.stdio[4];
  // One that ended before it has read them.
  gifts?.on('error', () => undefined);
  const output = readNativeOutput({ stdout: child.stdout, stderr: child.stderr }, onNative);
  const readAccount = () => readMemoryAccount(pid ?? process.pid);
  // The last two readings, because one may be from between the kill and the moment when we learn of it. The memory
  // use at the start is ignored: it says nothing.
  let accounts: MemoryAccount[] = [{ ...readAccount(), usedMiB: undefined }];
  const watch = setInterval(() => {
    accounts = [...accounts.slice(-1), readAccount()];
  }, memoryEveryMs);

  async function wait(): Promise<Death> {
    const end = await endOf(child);
    clearInterval(watch);
    watchdogPipe?.destroy();
    gifts?.destroy();
    await Promise.race([output.ended, delay(drainMs)]);
    // Python's /proc entry is gone; read the counter of our own control group, which is the same one.
    const killsNow = readMemoryAccount(process.pid).kills ?? 0;
    const wasKilled = end.how === 'signal' && end.signal === 'SIGKILL';
    const kernelLines = end.how === 'signal' && pid !== undefined ? kernelLinesOf(pid) : [];
    const countedKill = killsNow > (accounts[0]?.kills ?? killsNow);
    const namedKill = kernelLines.some((line) => /killed process/iu.test(line));
    return {
      end,
      lastLines: output.lastLines(),
      kernelLines,
      outOfMemory: wasKilled && (countedKill || namedKill),
      memoryMiB: accounts.findLast(({ usedMiB }) => usedMiB !== undefined)?.usedMiB,
      memoryLimitMiB: accounts[0]?.limitMiB,
    };
  }

  return {
    pid,
    ended: wait(),
    settled: output.settled,
    give: (text) => {
      if (gifts instanceof Writable) gifts.end(text);
    },
    forgetLastLines: output.forgetLastLines,
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

function endOf(child: ChildProcess): Promise<Death['end']> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ how: 'not-started', detail: error.message }));
    child.once('exit', (code, signal) => {
      resolve(signal === null ? { how: 'exit', code: code ?? 0 } : { how: 'signal', signal });
    });
  });
}
