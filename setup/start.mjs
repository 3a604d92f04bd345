// `npm start`: sets up what is missing and opens JupyterLab on the first notebook.
// An old Node must be able to read this file and node-version.mjs; all others are loaded after the check.
import { nodeIsTooOld } from './node-version.mjs';

if (!nodeIsTooOld()) {
  void import('./open-lab.mjs').then(({ openLab }) => openLab(process.argv.slice(2)));
}
