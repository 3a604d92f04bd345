import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { practiceFolder, root } from './clone.mjs';

/** Registers our kernel in .venv. Warns of those installed elsewhere that cannot start any more. */
export async function registerKernel(warn) {
  const built = join(root, 'dist', 'modules', 'src', 'jupyter', 'kernelspec.js');
  const { installKernel, listKernels } = await import(pathToFileURL(built).href);
  const world = {
    environment: process.env,
    platform: process.platform,
    node: process.execPath,
    prefixes: [practiceFolder],
  };
  const before = await listKernels(world);
  const { folder } = await installKernel({ kind: 'prefix', prefix: practiceFolder }, world);
  for (const kernel of before) {
    if (kernel.folder === folder) continue;
    if (kernel.state === 'moved' || kernel.state === 'node-gone') {
      const what = kernel.state === 'moved' ? 'the copy of tf-gpu-doctor' : 'the Node.js';
      warn(
        `The kernel in ${kernel.folder} cannot start: ${what} it was installed with is gone. ` +
          'Install it again with `npx tf-gpu-doctor kernel install`, or remove that folder.',
      );
    }
  }
  const own = before.find((kernel) => kernel.folder === folder);
  if (own?.state === 'ready') return 'ready';
  const moved = own?.state === 'moved' || own?.state === 'other-clone';
  return moved ? 'registered again, because this folder has moved' : 'registered';
}
