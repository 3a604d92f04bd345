// The lab's stub libraries for the packages, so that a student needs no compiler.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { practiceFolder, pythonOf, root } from './clone.mjs';
import { run } from './run.mjs';

/**
 * Builds the stubs for the TensorFlow of .venv into `folder`, which lies as `lab-stubs` beside `dist` in a package.
 * Only Linux x86-64 has any: elsewhere nothing is built, and the answer is false.
 *
 * @param {string} folder
 */
export async function buildLabStubs(folder) {
  const script = join(root, 'dist/modules/src/lab/ship-stubs.js');
  const python = pythonOf(practiceFolder);
  if (process.platform !== 'linux' || process.arch !== 'x64') return false;
  for (const file of [script, python])
    if (!existsSync(file))
      throw new Error(`${file} is missing. Run \`npm test\` once, it makes it.`);
  const { ok, output } = await run(process.execPath, [script, folder, python], { minutes: 5 });
  if (!ok) throw new Error(`The stubs of the lab could not be built: ${output.trim()}`);
  return true;
}

const [, called, folder] = process.argv;
if (called !== undefined && import.meta.filename === called && folder !== undefined)
  console.log(
    (await buildLabStubs(folder))
      ? `The stubs are in ${folder}.`
      : 'There are no stubs for this platform.',
  );
