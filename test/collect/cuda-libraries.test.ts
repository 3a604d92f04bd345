import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, compile, data, hasCompiler } from './ask.ts';
import { fakeWheel, rpath, runpath } from './fake-wheel.ts';

let folder: string;
let site: string;
const wheels = '$ORIGIN/../nvidia/cublas/lib:$ORIGIN/../nvidia/cudnn/lib:$ORIGIN/../nvidia/x/lib';
const inWheel = (part: string, name: string): string => join(site, 'nvidia', part, 'lib', name);

/** What the probe says of the fake TensorFlow, with more variables than PYTHONPATH. */
async function libraries(environment: Record<string, string> = {}, from = site) {
  const found = await data('cuda-libraries', { environment: { PYTHONPATH: from, ...environment } });
  const bySoname = Object.fromEntries(found.libraries.map((one) => [one.soname, one]));
  return { ...found, bySoname };
}

/** A library with one fault, in a folder that LD_LIBRARY_PATH can put first. */
function faulty(
  name: string,
  soname: string,
  make: (path: string) => void,
): Record<string, string> {
  const path = join(folder, name, soname);
  mkdirSync(dirname(path), { recursive: true });
  make(path);
  return { LD_LIBRARY_PATH: dirname(path) };
}

const version9 = '-DCUDNN=90300';

describe.skipIf(!hasCompiler || process.platform !== 'linux')('cuda-libraries', () => {
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'tgd-libraries-')));
    site = join(folder, 'site');
    const linking = runpath(...wheels.split(':'));
    fakeWheel(site, { version: '2.21.0', cuda: '12.5.1', cudnn: '9', linking });
    compile('library.c', inWheel('cublas', 'libcublas.so.12'), [version9]);
    const naming = (parts: string): string[] => [version9, `-DPARTS="${parts}"`];
    compile('library.c', inWheel('cudnn', 'libcudnn.so.9'), [
      ...naming('libcudnn_graph.so libcudnn_ops.so'),
      '-Wl,-rpath,$ORIGIN',
    ]);
    compile('library.c', inWheel('cudnn', 'libcudnn_graph.so.9'), naming('libcudnn_heuristic.so'));
    compile('library.c', inWheel('cuda_runtime', 'libcudart.so.12'), [version9]);
    mkdirSync(join(site, 'nvidia_cudnn_cu12-9.3.0.75.dist-info'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('found by RUNPATH, told by the library, missing, and elsewhere', async () => {
    const { method, searchList, bySoname, libraries: all } = await libraries();
    expect(method).toBe('loader');
    expect(searchList.slice(0, 2)).toEqual([
      join(site, 'nvidia/cublas/lib'),
      join(site, 'nvidia/cudnn/lib'),
    ]);
    expect(all.map((one) => one.soname).slice(0, 7)).toEqual([
      'libcudart.so.12',
      'libcublas.so.12',
      'libcublasLt.so.12',
      'libcufft.so.11',
      'libcusolver.so.11',
      'libcusparse.so.12',
      'libcudnn.so.9',
    ]);
    expect(bySoname['libcublas.so.12']).toMatchObject({
      path: inWheel('cublas', 'libcublas.so.12'),
      loads: true,
      error: null,
      why: null,
      version: '12.5.82',
      versionSource: 'function',
    });
    expect(bySoname['libcudnn.so.9']).toMatchObject({ loads: true, version: '9.3.0' });
    // The folder of cudart is not in the RUNPATH: the file is there, and is not found.
    expect(bySoname['libcudart.so.12']).toMatchObject({
      path: null,
      loads: false,
      why: 'missing',
      elsewhere: [inWheel('cuda_runtime', 'libcudart.so.12')],
    });
  });

  test("cuDNN's parts, by their package where nothing else tells", async () => {
    const { bySoname } = await libraries();
    expect(bySoname['libcudnn_graph.so.9']).toMatchObject({
      path: inWheel('cudnn', 'libcudnn_graph.so.9'),
      loads: null,
      version: '9.3.0.75',
      versionSource: 'package',
    });
    expect(bySoname['libcudnn_ops.so.9']).toMatchObject({ path: null, why: 'missing' });
    // Named by the graph library only.
    expect(bySoname['libcudnn_heuristic.so.9']).toMatchObject({ path: null, why: 'missing' });
    expect(bySoname['libcudnn_adv.so.9']).toBeUndefined();
  });

  test('a stale LD_LIBRARY_PATH goes before RUNPATH', async () => {
    const stale = faulty('stale', 'libcudnn.so.9', (path) =>
      compile('library.c', path, ['-DCUDNN=90100']),
    );
    const { bySoname } = await libraries(stale);
    expect(bySoname['libcudnn.so.9']).toMatchObject({
      path: join(folder, 'stale/libcudnn.so.9'),
      version: '9.1.0',
      elsewhere: [inWheel('cudnn', 'libcudnn.so.9')],
    });
  });

  test('an old RPATH goes before LD_LIBRARY_PATH', async () => {
    const old = join(folder, 'old-site');
    const own = join(folder, 'own');
    fakeWheel(old, { version: '2.4.1', cuda: '11.0', cudnn: '8', linking: rpath(own) });
    compile('library.c', join(own, 'libcudnn.so.8'), ['-DCUDNN=8005']);
    const other = faulty('other', 'libcudnn.so.8', (path) =>
      compile('library.c', path, ['-DCUDNN=8600']),
    );
    const { bySoname, libraries: all } = await libraries(other, old);
    expect(all.map((one) => one.soname).slice(0, 9)).toEqual([
      'libcudart.so.11.0',
      'libcublas.so.11',
      'libcublasLt.so.11',
      'libcufft.so.10',
      'libcurand.so.10',
      'libcusolver.so.10',
      'libcusparse.so.11',
      'libcudnn.so.8',
    ]);
    expect(bySoname['libcudnn.so.8']).toMatchObject({
      path: join(own, 'libcudnn.so.8'),
      version: '8.0.5',
    });
  });

  const cases: [string, (path: string) => void, object][] = [
    ['empty', (path) => writeFileSync(path, ''), { loads: false, why: 'empty' }],
    ['text', (path) => writeFileSync(path, 'not a library'), { loads: false, why: 'not-elf' }],
    [
      'truncated',
      (path) => {
        compile('library.c', path, [version9]);
        truncateSync(path, 5000);
      },
      { loads: false, why: 'truncated' },
    ],
    [
      'dependency',
      (path) => {
        compile('empty.c', join(folder, 'needed/libneeded.so.1'), ['-Wl,-soname,libneeded.so.1']);
        compile('library.c', path, [version9, '-DNEEDS', join(folder, 'needed/libneeded.so.1')]);
      },
      { loads: false, why: 'dependency', dependency: 'libneeded.so.1' },
    ],
    [
      'crash',
      (path) => compile('library.c', path, [version9, '-DCRASH']),
      { loads: false, why: 'crash', error: expect.stringContaining('SIGABRT') },
    ],
  ];
  test.each(cases)(
    '%s: the loader stops there, and the rest is answered',
    async (name, make, expected) => {
      const { bySoname } = await libraries(faulty(name, 'libcublas.so.12', make));
      expect(bySoname['libcublas.so.12']).toMatchObject({
        path: join(folder, name, 'libcublas.so.12'),
        ...expected,
      });
      expect(bySoname['libcudnn.so.9']).toMatchObject({ loads: true });
    },
  );

  test.each([
    ['dangling', (path: string) => symlinkSync('/no/such/library', path)],
    [
      'wrong class',
      (path: string) => {
        copyFileSync(inWheel('cublas', 'libcublas.so.12'), path);
        const bytes = readFileSync(path);
        bytes[18] = 0xb7; // the machine in the ELF header: AArch64
        writeFileSync(path, bytes);
      },
    ],
  ])('%s: the loader looks on', async (name, make) => {
    const { bySoname } = await libraries(faulty(name, 'libcublas.so.12', make));
    expect(bySoname['libcublas.so.12']).toMatchObject({
      path: inWheel('cublas', 'libcublas.so.12'),
      loads: true,
    });
  });

  test('dangling and nothing else: that is why', async () => {
    const dangling = faulty('only', 'libcufft.so.11', (path) => symlinkSync('/no/such', path));
    const { bySoname } = await libraries(dangling);
    expect(bySoname['libcufft.so.11']).toMatchObject({ loads: false, why: 'dangling' });
  });

  test('a framework library that cannot be loaded is read instead', async () => {
    const broken = join(folder, 'broken-site');
    const linking = [...runpath('$ORIGIN/../lib'), '-Wl,--no-as-needed'];
    fakeWheel(broken, {
      version: '2.21.0',
      cuda: '12.5.1',
      cudnn: '9',
      linking: [...linking, join(folder, 'needed/libneeded.so.1')],
    });
    compile('library.c', join(broken, 'lib/libcublas.so.12'), [version9]);
    const { method, bySoname } = await libraries({}, broken);
    expect(method).toBe('files');
    expect(bySoname['libcublas.so.12']).toMatchObject({
      path: join(broken, 'lib/libcublas.so.12'),
      loads: null,
      version: null,
    });
  });

  test('a build without CUDA opens none', async () => {
    const cpu = join(folder, 'cpu-site');
    fakeWheel(cpu, { version: '2.21.0', cuda: null, cudnn: '', linking: [] });
    expect((await libraries({}, cpu)).libraries).toEqual([]);
  });

  test('what the wheel says of itself', async () => {
    const found = await data('packages', { environment: { PYTHONPATH: site }, cwd: folder });
    expect(found.tensorflow).toMatchObject({
      path: join(site, 'tensorflow'),
      version: '2.21.0',
      build: { isCudaBuild: true, isRocmBuild: false, cudaVersion: '12.5.1', cudnnVersion: '9' },
      framework: { rpath: null, runpath: wheels },
      andCuda: ['nvidia-cublas-cu12<13.0,>=12.5.3.2'],
      requiresPython: '>=3.9',
      shadowedBy: null,
    });
    expect(found.distributions).toContainEqual({
      name: 'tensorflow',
      version: '2.21.0',
      location: site,
      userSite: false,
      installer: 'pip',
    });
    // Its metadata folder has no METADATA: what an interrupted installation leaves.
    expect(found.broken).toEqual([join(site, 'nvidia_cudnn_cu12-9.3.0.75.dist-info')]);
  });

  test('a folder of the same name shadows it', async () => {
    const cwd = join(folder, 'work');
    mkdirSync(cwd);
    writeFileSync(join(cwd, 'tensorflow.py'), '');
    const found = await data('packages', { environment: { PYTHONPATH: site }, cwd });
    expect(found.tensorflow?.shadowedBy).toBe(join(cwd, 'tensorflow.py'));
  });

  test('a build_info.py that is rubbish is no answer of the probe, only of that field', async () => {
    const odd = join(folder, 'odd-site');
    const made = fakeWheel(odd, { version: '2.21.0', cuda: null, cudnn: '', linking: [] });
    writeFileSync(join(made, 'python/platform/build_info.py'), '\0((((');
    const found = await ask('packages', { environment: { PYTHONPATH: odd } });
    expect(found).toMatchObject({ ok: true, data: { tensorflow: { build: null } } });
  });
});
