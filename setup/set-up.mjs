import { command } from './clone.mjs';
import { explainFailure, SetupFailure } from './failure.mjs';
import { stopRunning } from './run.mjs';

/**
 * Does the steps of a set-up. A failure becomes one sentence on stderr and exit code 1, Ctrl-C exit code 130.
 * @param {() => Promise<void>} steps
 * @returns {Promise<boolean>} whether all was done
 */
export async function setUp(steps) {
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    await steps();
    return true;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.output) console.error(`\n${failure.output}`);
    console.error(`\n${failure.message}`);
    process.exitCode = 1;
    return false;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

/** Node's own file errors (a full disk, a folder that may not be written to) have the same signs as those of npm and pip. */
function failureOf(error) {
  if (error instanceof SetupFailure) return error;
  return explainFailure({ doing: 'The set-up', output: String(error?.stack ?? error) });
}

function stop() {
  stopRunning();
  console.error(`\nStopped. \`${command}\` goes on from here.`);
  process.exit(130);
}
