// The lab's stub libraries for the packages, so that a student needs no compiler.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { practiceFolder, pythonOf, root } from './clone.mjs';
import { run } from './run.mjs';

const otherwise = 'With `--without-lab-stubs` the packages are made without them.';

/**
 * Builds the stubs for the TensorFlow of .venv into `folder`, which lies as `lab-stubs` beside `dist` in a package.
 *
 * @param {string} folder
 * @throws when this is not Linux x86-64, the program or TensorFlow is missing, or the C compiler is missing or fails
 */
export async function buildLabStubs(folder) {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(
      `The stub libraries of the lab are built on Linux x86-64, and this is ${process.platform} ${process.arch}. ${otherwise}`,
    );
  const script = join(root, 'dist/modules/src/lab/ship-stubs.js');
  const python = pythonOf(practiceFolder);
  if (!existsSync(script))
    throw new Error(`${script} is missing. \`npm run build\` makes it. ${otherwise}`);
  if (!existsSync(python))
    throw new Error(
      `The stub libraries of the lab are made for a TensorFlow, and there is no ${python}. \`npm test\` makes it. ${otherwise}`,
    );
  const { ok, output } = await run(process.execPath, [script, folder, python], { minutes: 5 });
  if (!ok)
    throw new Error(
      `The stub libraries of the lab could not be built. ${otherwise}\n${output.trim()}`,
    );
}
