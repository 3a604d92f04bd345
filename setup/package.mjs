// `npm run package`: writes the wheels and the npm package into packages/.
// `npm run package -- --to FOLDER --only manylinux_2_27_x86_64`
// The stub libraries of the lab are compiled for it, on Linux x86-64; `--without-lab-stubs` packs none, for trying things.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.mjs';
import { root } from './clone.mjs';
import { buildLabStubs } from './lab-stubs.mjs';
import { filesIn, programFiles, sorted } from './package/files.mjs';
import { bundledPackages, licenceNotices } from './package/licences.mjs';
import { npmPackage } from './package/npm-package.mjs';
import { platforms } from './package/platforms.mjs';
import { wheel } from './package/wheel.mjs';
import { zeromqFiles } from './package/zeromq.mjs';
import { readJson } from './stamp.mjs';
import { buildPage } from './web.mjs';

const { values } = parseArgs({
  options: {
    to: { type: 'string', default: join(root, 'packages') },
    only: { type: 'string' },
    'without-lab-stubs': { type: 'boolean', default: false },
  },
});
const withoutStubs =
  'Without the stub libraries of the lab: who uses these packages needs a C compiler for it.';
const target = resolve(values.to);
const { version } = readJson(join(root, 'package.json'));
const work = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-package-'));
try {
  mkdirSync(target, { recursive: true });
  // Bundled here again: dist/ may be older than the sources, and its files name source maps.
  const metafile = await bundle(join(work, 'dist'), { sourceMaps: false });
  await buildPage(join(work, 'page.html'));
  const page = { path: 'web/dist/index.html', bytes: readFileSync(join(work, 'page.html')) };
  const program = sorted([...programFiles(join(work, 'dist')), page]);
  // The page has a library of its own for its search.
  const bundled = [...bundledPackages(metafile), 'minisearch'];
  const wanted = platforms.filter(({ tag }) => values.only === undefined || tag === values.only);
  if (wanted.length === 0) throw new Error(`There is no platform ${values.only}.`);
  const stubs = values['without-lab-stubs'] ? [] : await labStubs(join(work, 'lab-stubs'));
  for (const platform of wanted) {
    const own = platform.os === 'linux' && platform.arch === 'x64' ? stubs : [];
    const file = join(target, `tf_gpu_doctor-${version}-py3-none-${platform.tag}.whl`);
    const bytes = await wheel({
      version,
      tag: platform.tag,
      program: sorted([...program, ...own, ...zeromqFiles(platform)]),
      notices: licenceNotices([...bundled, 'cmake-ts', 'zeromq']),
    });
    writeFileSync(file, bytes);
    const state = platform.ran ? 'an installation of it is tested' : 'built, never run';
    console.log(`${shown(file)}: ${megabytes(bytes.length)}, ${platform.words}, ${state}`);
  }
  const notices = licenceNotices(bundled);
  // One npm package for every platform: the stubs are the one thing in it that only Linux x86-64 can use.
  const all = sorted([...program, ...stubs]);
  const file = await npmPackage({ program: all, notices, folder: join(work, 'npm'), target });
  console.log(`${shown(file)}: every platform, Node.js 20 or newer`);
  console.log(stubs.length > 0 ? 'With the stub libraries of the lab.' : withoutStubs);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/**
 * The stubs of the lab as files of a package. @param {string} folder an empty place to build them in
 * @throws when they cannot be built here: a release has them
 */
async function labStubs(folder) {
  await buildLabStubs(folder);
  return filesIn(folder, /./u).map((path) => ({
    path: `lab-stubs/${path}`,
    bytes: readFileSync(join(folder, path)),
  }));
}

function shown(file) {
  return relative(process.cwd(), file);
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
