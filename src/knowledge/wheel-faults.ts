import type { Row } from './tables.ts';

/**
 * Releases whose package for Linux does not search all folders of the CUDA packages that it brings: with
 * `[and-cuda]` alone they list no GPU. The value is the folders below `site-packages/nvidia` that LD_LIBRARY_PATH has to
 * name. Read from the RUNPATH of each package's libtensorflow_framework; 2.16.1: tensorflow#63362; 2.16.2 was not read
 * and is treated like it. 2.21.0 was seen with the real NVIDIA packages and a stand-in for the driver, not yet on a GPU.
 */
const unsearched: Readonly<Record<string, readonly string[]>> = {
  '2.16': [
    'cublas',
    'cuda_cupti',
    'cuda_nvrtc',
    'cuda_runtime',
    'cudnn',
    'cufft',
    'curand',
    'cusolver',
    'cusparse',
    'nccl',
    'nvjitlink',
  ],
  '2.21': ['cusolver'],
};

/** The folders that a release brings and does not search; none where it finds what it brings. */
export const unsearchedFolders = ({
  tensorflow,
}: Pick<Row<'tensorflow'>, 'tensorflow'>): readonly string[] => unsearched[tensorflow] ?? [];

/**
 * Those of the Pythons that can have a release together with its CUDA packages on Linux. The extra of 2.14 asks for
 * tensorrt 8.5.3.1, which has no package for 3.11. Source: its files on PyPI.
 */
export const pythonsWithCuda = (
  { tensorflow }: Pick<Row<'tensorflow'>, 'tensorflow'>,
  pythons: readonly string[],
): readonly string[] => (tensorflow === '2.14' ? pythons.filter((one) => one !== '3.11') : pythons);
