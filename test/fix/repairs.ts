import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../src/root.ts';
import { fixMachine, type FixMachine } from './machine.ts';
import { packageMachine } from './package-machine.ts';

/** Where the packages are that stand for others. */
export interface Stores {
  readonly wheels: string;
  /** TensorFlow for processors only, unpacked; only where all repairs are run. */
  readonly cpuOnly: string;
}

/** A machine with one fault, and the remedy that mends it. */
export interface Repair {
  readonly what: string;
  readonly finding: string;
  readonly remedy: string;
  /** The root cause of the check, where it is another finding or none. */
  readonly root?: string | null;
  /** `npm test` runs it too: it has something that no other one has. */
  readonly sampled?: true;
  readonly where?: 'notebook';
  /** Applied also for later starts of the notebook's kernel. */
  readonly lasting?: true;
  readonly make: (stores: Stores) => Promise<FixMachine>;
}

const withVariables = (variables: Readonly<Record<string, string>>) => () =>
  fixMachine('healthy', () => variables);

/** A folder of LD_LIBRARY_PATH whose cuBLAS does not load, before the right one among the packages. */
async function staleMachine(): Promise<FixMachine> {
  const stale = mkdtempSync(join(tmpdir(), 'stale-cuda-'));
  writeFileSync(join(stale, 'libcublas.so.12'), 'what is left of an old installation');
  const made = await fixMachine('healthy-packages', (path) => ({
    LD_LIBRARY_PATH: `${stale}:${path}`,
  }));
  return {
    ...made,
    remove: async () => {
      await made.remove();
      await rm(stale, { recursive: true, force: true });
    },
  };
}

/** The kernel.json of this kernel hides the GPU; the shell does not. */
async function hiddenByKernelspec(): Promise<FixMachine> {
  const made = await fixMachine('masked');
  const folder = join(made.folder, 'data/jupyter/kernels/tf-gpu-doctor');
  mkdirSync(folder, { recursive: true });
  const spec = {
    argv: [process.execPath, join(root, 'dist/kernel/main.js'), '{connection_file}'],
    display_name: 'GPU Doctor of the course',
    language: 'python',
    env: { CUDA_VISIBLE_DEVICES: '-1' },
  };
  writeFileSync(join(folder, 'kernel.json'), JSON.stringify(spec, null, 4));
  return made;
}

/** A package of which pip knows only the name, as it is left of an installation by name. */
function addRecord(site: string, name: string, version: string): void {
  const info = `${name}-${version}.dist-info`;
  mkdirSync(join(site, info));
  writeFileSync(
    join(site, info, 'METADATA'),
    `Metadata-Version: 2.1\nName: ${name.replaceAll('_', '-')}\nVersion: ${version}\n`,
  );
  writeFileSync(join(site, info, 'INSTALLER'), 'pip\n');
  writeFileSync(
    join(site, info, 'RECORD'),
    `${info}/METADATA,,\n${info}/INSTALLER,,\n${info}/RECORD,,\n`,
  );
}

/** What TensorFlow 2.21.0 raises then. */
const growthTooLate = 'RuntimeError: Physical devices cannot be modified after being initialized';

const cudnnIn = (site: string): string => join(site, 'nvidia/cudnn/lib');

/** A GPU of the Volta generation in place of the scenario's. */
const v100 = { GPU_LAB_CAPABILITIES: '7.0', GPU_LAB_NAMES: 'Tesla V100-SXM2-16GB' };

export const repairs: readonly Repair[] = [
  {
    what: 'CUDA_VISIBLE_DEVICES is -1',
    finding: 'cuda-visible-devices',
    remedy: 'unset-mask',
    sampled: true,
    make: () => fixMachine('masked'),
  },
  {
    what: 'CUDA_VISIBLE_DEVICES is empty',
    finding: 'cuda-visible-devices',
    remedy: 'unset-mask',
    make: withVariables({ CUDA_VISIBLE_DEVICES: '' }),
  },
  {
    what: 'CUDA_VISIBLE_DEVICES has the number of a GPU that is not there',
    finding: 'cuda-visible-devices',
    remedy: 'unset-mask',
    make: () => fixMachine('masked-by-index'),
  },
  {
    what: 'CUDA_VISIBLE_DEVICES has the UUID of a GPU that was replaced',
    finding: 'cuda-visible-devices',
    remedy: 'unset-mask',
    make: withVariables({ CUDA_VISIBLE_DEVICES: 'GPU-8f6a1c02-7a39-41d5-9d38-0a4c33d3b7aa' }),
  },
  {
    what: 'CUDA_VISIBLE_DEVICES is set in kernel.json only',
    finding: 'cuda-visible-devices',
    remedy: 'unset-mask',
    sampled: true,
    where: 'notebook',
    lasting: true,
    make: hiddenByKernelspec,
  },
  {
    what: 'LD_LIBRARY_PATH leads to what is left of an old CUDA',
    finding: 'stale-ld-library-path',
    remedy: 'drop-stale-folder',
    make: staleMachine,
  },
  {
    what: 'TensorFlow 2.21.0 does not search its cuSOLVER package',
    finding: 'and-cuda-path-bug',
    remedy: 'extend-ld-library-path',
    make: () => fixMachine('and-cuda-path'),
  },
  {
    what: 'a cell sets memory growth after TensorFlow was used',
    finding: 'memory-growth-after-init',
    remedy: 'grow-by-variable',
    // No check of the machine can know it: it shows in the output of the cell.
    root: null,
    where: 'notebook',
    make: () => fixMachine('healthy', undefined, growthTooLate),
  },
  {
    what: 'cuDNN is too old for TensorFlow',
    finding: 'cudnn-version-mismatch',
    remedy: 'upgrade-cudnn',
    sampled: true,
    make: ({ wheels }) => packageMachine({ wheels, cudnn: '9.1.0.70' }),
  },
  {
    what: 'cuDNN is too new for the GPU',
    finding: 'cudnn-too-new-for-gpu',
    remedy: 'older-cudnn',
    make: ({ wheels }) => packageMachine({ wheels, cudnn: '9.28.0.42', environment: v100 }),
  },
  {
    what: 'the file of cuDNN was cut off when the disk was full',
    finding: 'cuda-library-broken',
    remedy: 'reinstall-cuda',
    make: ({ wheels }) =>
      packageMachine({
        wheels,
        cudnn: '9.10.2.21',
        change: (site) => truncateSync(join(cudnnIn(site), 'libcudnn.so.9')),
      }),
  },
  {
    what: 'cuDNN is not installed',
    finding: 'cudnn-missing',
    remedy: 'install-cudnn',
    make: ({ wheels }) =>
      packageMachine({
        wheels,
        cudnn: '9.10.2.21',
        change: (site) => {
          for (const name of readdirSync(site).filter((one) => one.startsWith('nvidia_cudnn')))
            rmSync(join(site, name), { recursive: true });
          rmSync(join(site, 'nvidia/cudnn'), { recursive: true });
        },
      }),
  },
  {
    what: 'TensorFlow was installed without the CUDA packages; it is to stay 2.21',
    finding: 'cuda-lib-missing',
    remedy: 'keep-and-name-folders',
    make: ({ wheels }) => packageMachine({ wheels, cudnn: null }),
  },
  {
    what: 'TensorFlow was installed without the CUDA packages',
    finding: 'cuda-lib-missing',
    remedy: 'install-and-cuda',
    make: ({ wheels }) => packageMachine({ wheels, cudnn: null }),
  },
  {
    what: 'tensorflow-cpu was installed by mistake',
    finding: 'tf-cpu-build',
    remedy: 'install-gpu-build',
    make: ({ wheels, cpuOnly }) => packageMachine({ wheels, cudnn: null, tensorflow: cpuOnly }),
  },
  {
    what: 'tensorflow and tensorflow-cpu were installed over one another',
    finding: 'two-tensorflows',
    remedy: 'keep-one',
    make: ({ wheels, cpuOnly }) =>
      packageMachine({
        wheels,
        cudnn: null,
        tensorflow: cpuOnly,
        change: (site) => addRecord(site, 'tensorflow', '2.20.0'),
      }),
  },
  {
    what: 'the package tensorflow-gpu, which holds nothing any more',
    finding: 'tensorflow-gpu-package-removed',
    remedy: 'replace-package',
    // The practice environment of this clone has a TensorFlow.
    root: 'wrong-interpreter',
    make: ({ wheels }) =>
      packageMachine({
        wheels,
        cudnn: null,
        tensorflow: null,
        change: (site) => addRecord(site, 'tensorflow_gpu', '2.12.0'),
      }),
  },
];
