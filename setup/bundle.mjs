// The bundle: what runs when somebody types `tf-gpu-doctor` or a kernel starts. Few files load faster than many small ones.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './clone.mjs';

/** The programs. A program of its own loads nothing of the others but what they share. */
const programs = ['src/cli/main', 'kernel/main', 'kernel/extension/main'];

/** Native, so it stays a package beside the bundle; the other two are optional parts of `ws` that nobody installs here. */
const external = ['zeromq', 'bufferutil', 'utf-8-validate'];

// CommonJS packages in a bundle of ES modules call `require`, which those do not have.
const requireForPackages =
  "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);";

/**
 * Bundles the programs into `folder`, with what they load late in files of its own, and removes what an earlier
 * bundle left there. The code stays readable: a minified one starts no faster, and its errors say nothing.
 *
 * @param {string} folder
 * @param {{ sourceMaps: boolean }} options maps are as large as the code, so packages go without
 * @returns what esbuild knows of the files that went in and came out, by their paths below the clone
 */
export async function bundle(folder, { sourceMaps }) {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(programs.map((name) => [name, `${name}.ts`])),
    outdir: folder,
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external,
    // Else the names of the files would depend on where node_modules really lies.
    preserveSymlinks: true,
    banner: { js: requireForPackages },
    legalComments: 'none',
    ...(sourceMaps && { sourcemap: 'linked', sourcesContent: false }),
    metafile: true,
    logLevel: 'warning',
  });
  const written = new Set(Object.keys(metafile.outputs).map((path) => join(root, path)));
  for (const part of ['src', 'kernel', 'chunks']) removeOthers(join(folder, part), written);
  return metafile;
}

/** @param {string} folder @param {ReadonlySet<string>} wanted */
function removeOthers(folder, wanted) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !wanted.has(path)) rmSync(path);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundle(join(root, 'dist'), { sourceMaps: true });
}
