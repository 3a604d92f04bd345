import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from './ask.ts';

/** What a fake TensorFlow was built for, and where its framework library looks. */
export interface FakeWheel {
  readonly version: string;
  readonly cuda: string | null;
  readonly cudnn: string;
  /** Flags for the linker: `-Wl,-rpath,…` and which of the two kinds it becomes. */
  readonly linking: readonly string[];
}

/** A folder of packages with a TensorFlow in it that has all the files which are read, and nothing to import. */
export function fakeWheel(site: string, wheel: FakeWheel): string {
  const folder = join(site, 'tensorflow');
  const info = join(site, `tensorflow-${wheel.version}.dist-info`);
  mkdirSync(join(folder, 'python/platform'), { recursive: true });
  mkdirSync(info, { recursive: true });
  writeFileSync(join(folder, '__init__.py'), 'raise RuntimeError("TensorFlow was imported")\n');
  const pairs =
    wheel.cuda === null
      ? `('is_cuda_build', False)`
      : `('cuda_version', '${wheel.cuda}'), ('cudnn_version', '${wheel.cudnn}'), ('is_cuda_build', True)`;
  writeFileSync(
    join(folder, 'python/platform/build_info.py'),
    `import collections\nbuild_info = collections.OrderedDict([${pairs}, ('is_rocm_build', False)])\n`,
  );
  writeFileSync(join(info, 'INSTALLER'), 'pip\n');
  writeFileSync(
    join(info, 'METADATA'),
    [
      'Metadata-Version: 2.1',
      'Name: tensorflow',
      `Version: ${wheel.version}`,
      'Requires-Python: >=3.9',
      'Requires-Dist: numpy>=1.26',
      `Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"`,
      '',
      'Requires-Dist: not-a-header; extra == "and-cuda"',
    ].join('\n'),
  );
  compile('empty.c', join(folder, 'libtensorflow_framework.so.2'), wheel.linking);
  return folder;
}

export const runpath = (...folders: string[]): string[] => [
  `-Wl,-rpath,${folders.join(':')}`,
  '-Wl,--enable-new-dtags',
];
export const rpath = (...folders: string[]): string[] => [
  `-Wl,-rpath,${folders.join(':')}`,
  '-Wl,--disable-new-dtags',
];
