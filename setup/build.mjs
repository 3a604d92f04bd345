import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './clone.mjs';
import { explainFailure } from './failure.mjs';
import { npm } from './npm.mjs';
import { contentHash, readJson, writeJson } from './stamp.mjs';

const stamp = join(root, 'dist', 'built-from.json');

/** Compiles the TypeScript sources when they are not those that dist/ was made from. */
export async function build(tell) {
  const sources = sourcesHash();
  const made = existsSync(join(root, 'dist', 'kernel', 'main.js'));
  if (made && readJson(stamp)?.sources === sources) return 'ready';
  tell('compiling');
  const { ok, output, how } = await npm(['run', 'build', '--silent'], { minutes: 10 });
  if (!ok) {
    throw explainFailure({ doing: `The build (${how})`, output });
  }
  writeJson(stamp, { sources });
  return 'built';
}

function sourcesHash() {
  const files = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'setup/bundle.mjs'];
  for (const folder of ['kernel', 'src']) {
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (file.endsWith('.ts')) files.push(join(folder, file));
    }
  }
  return contentHash(files.toSorted().map((file) => join(root, file)));
}
