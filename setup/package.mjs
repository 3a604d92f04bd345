// `npm run package`: writes the wheels and the npm package into packages/.
// `npm run package -- --to FOLDER --only manylinux_2_27_x86_64`
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.mjs';
import { root } from './clone.mjs';
import { programFiles, sorted } from './package/files.mjs';
import { bundledPackages, licenceNotices } from './package/licences.mjs';
import { npmPackage } from './package/npm-package.mjs';
import { platforms } from './package/platforms.mjs';
import { wheel } from './package/wheel.mjs';
import { zeromqFiles } from './package/zeromq.mjs';
import { readJson } from './stamp.mjs';
import { buildPage } from './web.mjs';

const { values } = parseArgs({
  options: { to: { type: 'string', default: join(root, 'packages') }, only: { type: 'string' } },
});
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
  for (const platform of wanted) {
    const file = join(target, `tf_gpu_doctor-${version}-py3-none-${platform.tag}.whl`);
    const bytes = await wheel({
      version,
      tag: platform.tag,
      program: sorted([...program, ...zeromqFiles(platform)]),
      notices: licenceNotices([...bundled, 'cmake-ts', 'zeromq']),
    });
    writeFileSync(file, bytes);
    const state = platform.ran ? 'an installation of it is tested' : 'built, never run';
    console.log(`${shown(file)}: ${megabytes(bytes.length)}, ${platform.words}, ${state}`);
  }
  const notices = licenceNotices(bundled);
  const file = await npmPackage({ program, notices, folder: join(work, 'npm'), target });
  console.log(`${shown(file)}: every platform, Node.js 20 or newer`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function shown(file) {
  return relative(process.cwd(), file);
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
