import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../src/root.ts';
import { data } from './ask.ts';
import { basePython, python } from './pythons.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgd-packages-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the interpreter', () => {
  test('an environment that uv made has no pip', async () => {
    const made = join(folder, 'made');
    execFileSync(basePython.path, ['-m', 'venv', '--without-pip', made]);
    const interpreter = { python: join(made, 'bin/python') };
    const plain = { kind: 'venv', uv: false, pip: false, externallyManaged: false };
    expect(await data('interpreter', interpreter)).toMatchObject(plain);
    appendFileSync(join(made, 'pyvenv.cfg'), 'uv = 0.9.7\n');
    expect(await data('interpreter', interpreter)).toMatchObject({ ...plain, uv: true });
  });

  const debian = '/usr/lib/python3.11/EXTERNALLY-MANAGED';
  test.skipIf(!existsSync(debian))('the Python of a distribution keeps pip out', async () => {
    const found = await data('interpreter', { python: '/usr/bin/python3' });
    expect(found).toMatchObject({ externallyManaged: true, uv: false });
  });
});

async function others(name: string, files: Readonly<Record<string, string>>) {
  const site = join(folder, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(site, path, '..'), { recursive: true });
    writeFileSync(join(site, path), text);
  }
  return (await data('packages', { environment: { PYTHONPATH: site } })).others;
}

describe('torch and JAX beside TensorFlow', () => {
  test('a build of torch for CUDA that brings libraries', async () => {
    const files = {
      'torch-2.5.1.dist-info/METADATA': '',
      'torch/version.py': "__version__ = '2.5.1+cu124'\ncuda: Optional[str] = '12.4'\nhip = None\n",
      'torch/lib/libcudart-a.so.12': '',
      'torch/lib/libcudnn.so.9': '',
      'torch/lib/libtorch.so': '',
    };
    expect(await others('cuda', files)).toEqual([
      {
        name: 'torch',
        version: '2.5.1',
        cudaVersion: '12.4',
        libraries: ['libcudart-a.so.12', 'libcudnn.so.9'],
      },
    ]);
  });

  test('builds for the CPU, and JAX with its plugin', async () => {
    const files = {
      'torch-2.5.1.dist-info/METADATA': '',
      'torch/version.py': 'cuda: Optional[str] = None\n',
      'jax-0.4.35.dist-info/METADATA': '',
    };
    const [torch, jax] = (await others('cpu', files)) ?? [];
    expect(torch).toMatchObject({ name: 'torch', cudaVersion: null, libraries: [] });
    expect(jax).toMatchObject({ name: 'jax', version: '0.4.35', cudaVersion: null });
    const plugin = { ...files, 'jax_cuda12_plugin-0.4.35.dist-info/METADATA': '' };
    expect((await others('plugin', plugin))?.[1]).toMatchObject({ cudaVersion: '12' });
  });
});

test('the libraries of a Windows wheel are looked for by their names on PATH', () => {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'cudart64_110.dll'), '');
  const build = {
    other: {
      // As 2.5 to 2.10 have it; the file is the one that every CUDA 11 has.
      cudart_dll_name: 'cudart64_112.dll',
      cudnn_dll_name: 'cudnn64_8.dll',
      nvcuda_dll_name: 'nvcuda.dll',
      msvcp_dll_names: 'msvcp140.dll,msvcp140_1.dll',
    },
  };
  const program = `
import json, sys
sys.dont_write_bytecode = True
sys.path.insert(0, ${JSON.stringify(join(root, 'src/collect'))})
import collector
collector.install_probes(sys.path[0] + "/probes")
from probes.cuda_dlls import dlls_of
print(json.dumps(dlls_of(json.load(sys.stdin), {"PATH": ${JSON.stringify(`:${bin}`)}})))
`;
  const answer: unknown = JSON.parse(
    execFileSync(python, ['-c', program], { input: JSON.stringify(build), encoding: 'utf8' }),
  );
  expect(answer).toMatchObject([
    [bin],
    [
      { soname: 'cudart64_110.dll', path: join(bin, 'cudart64_110.dll'), loads: null, why: null },
      { soname: 'cudnn64_8.dll', path: null, loads: false, why: 'missing' },
    ],
  ]);
});
