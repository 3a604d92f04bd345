import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../clone.mjs';
import { npm } from '../npm.mjs';
import { readJson } from '../stamp.mjs';

/**
 * Writes the npm package into `target`: the program, and `zeromq` as its only dependency, all others being bundled.
 * npm fixes times and order in the archive itself.
 * @param {{ program: import('./files.mjs').PackageFile[], notices: string, folder: string, target: string }} request `folder` is an empty one to lay it out in
 */
export async function npmPackage({ program, notices, folder, target }) {
  const { name, version, description, license, type, bin, engines, dependencies } = readJson(
    join(root, 'package.json'),
  );
  const manifest = {
    name,
    version,
    description,
    license,
    type,
    bin,
    engines,
    dependencies: { zeromq: dependencies.zeromq },
  };
  const files = [
    ...program,
    { path: 'package.json', bytes: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) },
    { path: 'README.md', bytes: readFileSync(join(root, 'python', 'README.md')) },
    { path: 'THIRD-PARTY-LICENSES.txt', bytes: Buffer.from(notices) },
  ];
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes, { mode: 0o644 });
  }
  const words = ['pack', folder, '--ignore-scripts', '--pack-destination', target];
  const { ok, output } = await npm(words, { minutes: 2 });
  if (!ok) throw new Error(`npm pack failed:\n${output}`);
  return join(target, `${name}-${version}.tgz`);
}
