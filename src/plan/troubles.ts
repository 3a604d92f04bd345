import type { Row } from '../knowledge/tables.ts';
import { compareVersions, olderThan } from '../knowledge/version.ts';

/** A release whose package does not search all the folders of the NVIDIA packages that it brings. */
export interface PathTrouble {
  /** Folders below `site-packages/nvidia` that LD_LIBRARY_PATH must name; `*` for all of them. */
  readonly folders: string;
  readonly because: string;
}

/**
 * Read from the RUNPATH of each package's libtensorflow_framework. 2.16.1: tensorflow issue 63362; 2.16.2 was not read
 * and is treated like it. 2.21.0: seen with the real NVIDIA packages and a stand-in for the driver, not yet on a GPU.
 */
const pathTroubles: Readonly<Record<string, PathTrouble>> = {
  '2.16': {
    folders: '*',
    because:
      'Its package does not search the folders of the CUDA libraries that it brings, so it lists no GPU until LD_LIBRARY_PATH names them.',
  },
  '2.21': {
    folders: 'cusolver',
    because:
      'Its package does not search the folder of cuSOLVER that it brings (nvidia/cusolver/lib), so it lists no GPU until LD_LIBRARY_PATH names it.',
  },
};

/** The path trouble of a release; undefined when its package finds what it brings. */
export const pathTroubleOf = ({
  tensorflow,
}: Pick<Row<'tensorflow'>, 'tensorflow'>): PathTrouble | undefined => pathTroubles[tensorflow];

/**
 * The Pythons that can have a release with its GPU packages. The extra of 2.14 asks for tensorrt 8.5.3.1, which has no
 * package for Python 3.11 (read from PyPI).
 */
export const pythonsWithout = (
  row: Row<'tensorflow'>,
  pythons: readonly string[],
): readonly string[] =>
  row.tensorflow === '2.14' ? pythons.filter((one) => one !== '3.11') : pythons;

/**
 * What has to be pinned beside TensorFlow, as pip writes it.
 * - cuDNN from 9.11 on has no code for GPUs below 7.5 (support matrix of cuDNN 9.10.2, note 5; conda-forge
 *   tensorflow-feedstock issue 457). 2.18 and 2.19 pin 9.3.0.75 by themselves; 2.20 and 2.21 take the newest 9.
 * - 2.21 fails in `model.fit` with cuDNN 9.3 to 9.5 (aws/deep-learning-containers issues 6417, 6418), so it gets 9.10.
 * - 2.5 to 2.11 name no upper bound for NumPy, and NumPy 2 breaks them; up to 2.8 protobuf 3.21 does as well.
 */
export function pinsBeside(row: Row<'tensorflow'>, capability: string | null): readonly string[] {
  const release = row.tensorflow;
  const old = capability !== null && olderThan(capability, '7.5');
  const free = compareVersions(release, '2.20') >= 0;
  const pins: string[] = [];
  if (old && free) {
    pins.push(
      olderThan(release, '2.21') ? 'nvidia-cudnn-cu12<9.11' : 'nvidia-cudnn-cu12>=9.10.2,<9.11',
    );
  }
  if (olderThan(release, '2.12')) pins.push('numpy<2');
  if (olderThan(release, '2.9')) pins.push('protobuf<3.21');
  if (row.cuda === '11.8' && !row.andCuda) pins.push('nvidia-cudnn-cu11==8.6.0.163');
  return pins;
}
