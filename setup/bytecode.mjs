import { join } from 'node:path';
import { practiceFolder, pythonOf, root } from './clone.mjs';
import { run } from './run.mjs';

/**
 * Compiles our Python programs for the practice environment, as pip does with what it installs: a diagnosis writes no
 * bytecode, so it would compile them each time, for a quarter of its time. Without it everything works, only slower.
 */
export async function compilePrograms() {
  const folders = [join(root, 'src'), join(root, 'kernel')];
  await run(pythonOf(practiceFolder), ['-m', 'compileall', '-q', ...folders], { minutes: 1 });
}
