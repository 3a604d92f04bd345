import type { Row } from '../knowledge/tables.ts';
import { compareVersions, olderThan } from '../knowledge/version.ts';
import { unsearchedFolders } from '../knowledge/wheel-faults.ts';

/** A release whose package does not search all the folders of the NVIDIA packages that it brings. */
export interface PathTrouble {
  /** Folders below `site-packages/nvidia` that LD_LIBRARY_PATH must name. */
  readonly folders: readonly string[];
  readonly because: string;
}

/** The path trouble of a release; undefined when its package finds what it brings. */
export function pathTroubleOf(row: Pick<Row<'tensorflow'>, 'tensorflow'>): PathTrouble | undefined {
  const folders = unsearchedFolders(row);
  const [only = '', ...others] = folders;
  if (only === '') return undefined;
  const because =
    others.length === 0
      ? `Its package does not search the folder of ${libraryNames[only] ?? only} that it brings (nvidia/${only}/lib), so it lists no GPU until LD_LIBRARY_PATH names it.`
      : 'Its package does not search the folders of the CUDA libraries that it brings, so it lists no GPU until LD_LIBRARY_PATH names them.';
  return { folders, because };
}

const libraryNames: Readonly<Record<string, string>> = { cusolver: 'cuSOLVER' };

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
