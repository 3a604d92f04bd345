import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from '../clone.mjs';

/**
 * One file of a package: its path with slashes, and its bytes.
 * @typedef {{ path: string, bytes: Buffer }} PackageFile
 */

/** What the program reads when it runs, beside its code. */
const data = [
  { folder: 'content', wanted: /\.(?:json|md|css|svg)$/u },
  { folder: 'src', wanted: /\.(?:py|c|h|json)$/u },
  { folder: 'kernel', wanted: /\.(?:py|json|png|svg)$/u },
];

/**
 * Every file of the program, for npm and for the wheel alike, sorted by path.
 * @param {string} built the folder with the bundle
 * @returns {PackageFile[]}
 */
export function programFiles(built) {
  const found = [
    ...filesIn(built, /\.js$/u).map((path) => ({ path: `dist/${path}`, from: join(built, path) })),
    ...data.flatMap(({ folder, wanted }) =>
      filesIn(join(root, folder), wanted).map((path) => ({
        path: `${folder}/${path}`,
        from: join(root, folder, path),
      })),
    ),
    { path: 'LICENSE', from: join(root, 'LICENSE') },
  ];
  return sorted(found.map(({ path, from }) => ({ path, bytes: readFileSync(from) })));
}

/** Paths with slashes below a folder, without what Python and editors leave there. @param {RegExp} wanted */
export function filesIn(folder, wanted) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && wanted.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.includes('__pycache__'));
}

/** @param {PackageFile[]} files */
export function sorted(files) {
  return files.toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

/** A text as a file. @returns {PackageFile} */
export const textFile = (path, text) => ({ path, bytes: Buffer.from(text) });
