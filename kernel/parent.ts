/** How often the parent is looked at, in ms. */
const everyMs = 1000;

/**
 * Calls `gone` once when the process that started us has ended, so that no kernel is orphaned.
 * `announced` is JPY_PARENT_PID, which Jupyter gives its kernels; it counts when it is not our direct parent
 * (a wrapper may stand between), as long as it was alive at the beginning.
 */
export function watchParent(announced: string | undefined, gone: () => void): void {
  const parent = process.ppid;
  const grandparent = Number(announced ?? 0);
  const watched = grandparent > 1 && grandparent !== parent && isAlive(grandparent);
  const timer = setInterval(() => {
    if (process.ppid === parent && (!watched || isAlive(grandparent))) return;
    clearInterval(timer);
    gone();
  }, everyMs);
  timer.unref();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
