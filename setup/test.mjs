// `npm test`: sets up what is missing and runs every test that this machine can run.
// An old Node must be able to read this file and node-version.mjs; all others are loaded after the check.
import { nodeIsTooOld } from './node-version.mjs';

if (!nodeIsTooOld()) {
  void import('./run-suites.mjs').then(({ runSuites }) => runSuites(process.argv.slice(2)));
}
