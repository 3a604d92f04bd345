import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../clone.mjs';
import { textFile } from './files.mjs';

const modules = join(root, 'node_modules');
const loaded = ['index', 'native', 'load-addon', 'util', 'errors', 'draft'];
const plain = [
  'zeromq/package.json',
  'zeromq/LICENSE.txt',
  'zeromq/LICENSE_MPL-2.0.txt',
  ...loaded.map((name) => `zeromq/lib/${name}.js`),
  'cmake-ts/package.json',
  'cmake-ts/build/loader.js',
];

/**
 * What is loaded of `zeromq` on one platform, below `node_modules/`. The package brings the addons of every platform
 * and several of each; one is enough for every Node.js, because it uses Node-API.
 * @param {import('./platforms.mjs').Platform} platform
 * @returns {import('./files.mjs').PackageFile[]}
 */
export function zeromqFiles({ os, arch, libc }) {
  const manifest = JSON.parse(readFileSync(join(modules, 'zeromq/build/manifest.json'), 'utf8'));
  const fitting = Object.entries(manifest)
    .map(([key, path]) => ({ key, path: path.replaceAll('\\', '/'), is: JSON.parse(key) }))
    .filter(({ is }) => is.os === os && is.arch === arch && is.libc === libc)
    .toSorted((one, other) => other.is.abi - one.is.abi);
  const [addon] = fitting;
  if (addon === undefined) throw new Error(`zeromq has no addon for ${os} ${arch} ${libc}.`);
  return [
    ...plain.map((path) => ({
      path: `node_modules/${path}`,
      bytes: readFileSync(join(modules, path)),
    })),
    // The loader reads the first key that fits; with one key there is nothing else to try.
    textFile(
      'node_modules/zeromq/build/manifest.json',
      `${JSON.stringify({ [addon.key]: addon.path })}\n`,
    ),
    {
      path: `node_modules/zeromq/build/${addon.path}`,
      bytes: readFileSync(join(modules, 'zeromq/build', addon.path)),
    },
  ];
}

/** The newest glibc that a library asks for, as `2.25`; undefined when it asks for none. @internal @param {Buffer} bytes */
export function newestGlibc(bytes) {
  const minors = [...bytes.toString('latin1').matchAll(/GLIBC_2\.(\d+)/gu)].map(([, minor]) =>
    Number(minor),
  );
  return minors.length === 0 ? undefined : `2.${Math.max(...minors)}`;
}
