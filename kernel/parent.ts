import { isAlive } from '../src/process/own-folder.ts';

/** How often the parent process is looked at, in ms. */
const everyMs = 1000;

/**
 * Calls `gone` once when the process that started us has ended, so that no kernel is orphaned.
 * `announced` is JPY_PARENT_PID, which Jupyter gives its kernels. It also counts when it is not our direct parent
 * (a wrapper may stand between), if it was alive at the beginning. When it is announced and our parent is process 1,
 * our parent ended before we could look; ipykernel has the same rule.
 */
export function watchParent(announced: string | undefined, gone: () => void): void {
  const parent = process.ppid;
  const server = Number(announced ?? 0);
  const watched = server > 1 && server !== parent && isAlive(server);
  const timer = setInterval(() => {
    // Windows keeps the number of a parent that is gone; there a launcher may stand between Jupyter and us.
    const orphaned =
      process.ppid !== parent || !isAlive(parent) || (server > 1 && process.ppid === 1);
    if (!orphaned && (!watched || isAlive(server))) return;
    clearInterval(timer);
    gone();
  }, everyMs);
  timer.unref();
}
