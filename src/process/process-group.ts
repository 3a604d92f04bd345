import { spawnSync } from 'node:child_process';

const windows = process.platform === 'win32';

/** Leaders of the groups that are running now. */
const living = new Set<number>();

// When node ends in an ordinary way, it ends its processes; the watchdog handles a SIGKILL of node.
process.on('exit', () => {
  for (const leader of living) killGroup(leader, 'SIGKILL');
});

/** Remembers a group, so that it does not outlive node; gives the function that forgets it. */
export function watchGroup(leader: number): () => void {
  living.add(leader);
  return () => living.delete(leader);
}

/** Sends a signal to a process and everything it started. On Windows every signal is the final one. */
export function killGroup(leader: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (windows) {
    spawnSync('taskkill', ['/pid', String(leader), '/T', '/F'], {
      windowsHide: true,
      timeout: 5000,
    });
    return;
  }
  try {
    process.kill(-leader, signal);
  } catch {
    // Nobody of the group is left.
  }
}
