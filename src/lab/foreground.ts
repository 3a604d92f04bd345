import { spawn } from 'node:child_process';
import { UsageError } from '../errors.ts';
import type { Environment } from '../process/environment.ts';

/** A program that has the terminal to itself: its keyboard, its output, its Ctrl-C. */
export interface ForegroundRequest {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Environment;
  readonly stdoutTo: 'stdout' | 'stderr';
  readonly signal: AbortSignal;
  /** In ms. Without a limit the person at the terminal decides when to stop it. */
  readonly timeoutMs?: number;
}

/**
 * Runs a program in the terminal's own process group, which is why this is not `runProcess`: in a group of its own it
 * could not read the keyboard.
 * @returns its exit code, or the signal that ended it
 * @throws UsageError when it cannot be started
 */
export async function runInForeground(
  request: ForegroundRequest,
): Promise<{ readonly code: number | null; readonly signal: string | null }> {
  const child = spawn(request.file, request.args, {
    cwd: request.cwd,
    env: request.environment,
    stdio: ['inherit', request.stdoutTo === 'stderr' ? 2 : 'inherit', 'inherit'],
  });
  // SIGKILL: a program that waits in the driver hears nothing else.
  const kill = (): boolean => child.kill('SIGKILL');
  const timer = request.timeoutMs === undefined ? undefined : setTimeout(kill, request.timeoutMs);
  request.signal.addEventListener('abort', kill, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
      child.once('error', (error) => {
        reject(new UsageError(`\`${request.file}\` could not be started: ${error.message}`));
      });
    });
  } finally {
    clearTimeout(timer);
    request.signal.removeEventListener('abort', kill);
  }
}
