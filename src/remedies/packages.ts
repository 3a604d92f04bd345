import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import type { Knowledge, Row } from '../knowledge/tables.ts';
import { releaseOf } from '../knowledge/tensorflow.ts';
import { olderThan } from '../knowledge/version.ts';
import { ngcContainer } from './container.ts';
import { isVersion } from './grammar.ts';
import {
  condaLine,
  installLines,
  managerOf,
  pipUninstallLines,
  uninstallLines,
} from './install.ts';
import { pathCommands, unreachedFolders } from './library-path.ts';
import { newEnvironment } from './new-environment.ts';
import { goodReleases, newestHere, wheelPlatform } from './releases.ts';
import { remedy, type Remedy } from './remedy.ts';
import { requirementsOf, sharesWithOther } from './requirements.ts';

/**
 * TensorFlow together with the CUDA libraries it wants: in the version that is installed where that one can have them
 * and they work, else in the newest one that can be recommended here.
 */
export function withCuda(facts: Facts, knowledge: Knowledge): Remedy[] {
  const manager = managerOf(facts);
  if (manager === 'conda') return [condaCuda(facts)];
  if (wheelPlatform(facts) === 'linuxArm') {
    return [
      ngcContainer(facts, "TensorFlow's packages for ARM have no CUDA: use NVIDIA's container."),
    ];
  }
  const version = valueOf(facts.tensorflow.version);
  if (version !== undefined && /\+/u.test(version)) {
    return [ngcContainer(facts, 'This is a build of its own, which PyPI does not have.')];
  }
  const row = version === undefined ? undefined : releaseOf(knowledge, version);
  if (wheelPlatform(facts) !== 'linux') return toolkit(facts, row, 'Stay');
  const good = goodReleases(facts, knowledge);
  const other = good.find((one) => one.andCuda);
  const shared = sharesWithOther(facts);
  if (shared !== undefined) {
    return other === undefined ? [] : [apart(facts, other, shared)];
  }
  if (version !== undefined && /dev/u.test(version)) {
    return [
      remedy(
        'install-and-cuda',
        'pip',
        'Install the CUDA libraries that this nightly build wants, as packages of this environment.',
        installLines(facts, ['tf-nightly[and-cuda]']),
      ),
    ];
  }
  const known = good.some((one) => one.tensorflow === row?.tensorflow);
  const keeps = version !== undefined && isVersion(version) && row?.andCuda === true && known;
  if (keeps) return [inPlace(facts, row, version)];
  const newest = newestHere(facts, knowledge);
  const remedies = newest?.andCuda === true ? [moveTo(facts, newest)] : [];
  if (row?.andCuda !== true) {
    return [...remedies, ...toolkit(facts, row, remedies.length > 0 ? 'Or stay' : 'Stay')];
  }
  const canStay = version !== undefined && isVersion(version) && unreachedFolders(facts).length > 0;
  return canStay
    ? [...remedies, inPlace(facts, row, version, `Or stay with ${version}`)]
    : remedies;
}

/** The libraries as packages beside the version that is there. */
function inPlace(facts: Facts, row: Row<'tensorflow'>, version: string, or?: string): Remedy {
  const folders = unreachedFolders(facts);
  return remedy(
    or === undefined ? 'install-and-cuda' : 'keep-and-name-folders',
    'pip',
    or === undefined
      ? 'Install the CUDA libraries that this TensorFlow wants, as packages of this environment.'
      : `${or}: install its CUDA libraries, and name the folders that it does not search. The variable is needed at every start.`,
    [
      ...installLines(facts, requirementsOf(facts, row, version)),
      ...(folders.length > 0 ? pathCommands(facts, folders) : []),
    ],
  );
}

function moveTo(facts: Facts, row: Row<'tensorflow'>): Remedy {
  return remedy(
    'install-and-cuda',
    'pip',
    `Move to TensorFlow ${row.newest}, which brings its own CUDA libraries.`,
    installLines(facts, requirementsOf(facts, row, row.newest)),
  );
}

/** Packages of CUDA 12 and 13 share folders: `nvidia-cudnn-cu12` and `-cu13` overwrite each other. Source: pytorch#187824. */
function apart(facts: Facts, row: Row<'tensorflow'>, shared: 'cuda-13' | 'cudnn'): Remedy {
  return remedy(
    'own-environment',
    'pip',
    `${
      shared === 'cuda-13'
        ? 'Another package here brings CUDA 13, whose files the CUDA 12 packages of TensorFlow would overwrite.'
        : 'PyTorch here brings a cuDNN of another major version, which that of TensorFlow would overwrite.'
    } Make an environment for TensorFlow alone.`,
    newEnvironment(facts, row),
  );
}

/** conda's own build with CUDA, whose packages bring the libraries; never pip over conda's files. */
function condaCuda(facts: Facts): Remedy {
  return remedy(
    'conda-cuda',
    'pip',
    'Let conda install its TensorFlow with CUDA, which brings the libraries, all from conda-forge.',
    [
      condaLine(facts, 'install', [
        '-c',
        'conda-forge',
        '--override-channels',
        'tensorflow=*=cuda*',
      ]),
    ],
  );
}

/** CUDA and cuDNN by hand, for releases without `[and-cuda]`. */
function toolkit(facts: Facts, row: Row<'tensorflow'> | undefined, stay: string): Remedy[] {
  if (row?.cuda === null || row?.cuda === undefined || row.cudnn === null) return [];
  if (valueOf(facts.platform.os) === 'linux' && valueOf(facts.python.kind) === 'conda') {
    // conda-forge has no cuDNN 8.6; 8.8 is of the same major version. Source: its list of files on anaconda.org.
    const cudnn = row.cudnn === '8.6' ? '8.8' : row.cudnn;
    return [
      remedy(
        'conda-cuda',
        'pip',
        `${stay} with this TensorFlow: install CUDA ${row.cuda} and cuDNN ${cudnn} into this conda environment, and name their folder.`,
        [
          condaLine(facts, 'install', [
            '-c',
            'conda-forge',
            `cudatoolkit=${row.cuda}`,
            `cudnn=${cudnn}`,
          ]),
          ...pathCommands(facts, [
            `${valueOf(facts.python.interpreter)?.prefix ?? '$CONDA_PREFIX'}/lib`,
          ]),
        ],
      ),
    ];
  }
  return [
    remedy(
      'install-toolkit',
      'system',
      `${stay} with this TensorFlow: install CUDA ${row.cuda} and cuDNN ${row.cudnn} from NVIDIA's archive. Other versions may stay beside them.`,
    ),
  ];
}

/** Lines that install a TensorFlow of this version; none when the text is not a version, or PyPI does not have that build. */
export function installVersion(
  facts: Facts,
  knowledge: Knowledge,
  version: string,
): readonly string[] {
  if (!isVersion(version) || version.includes('+')) return [];
  return installLines(facts, requirementsOf(facts, releaseOf(knowledge, version), version));
}

/**
 * Lines that remove these packages and install one TensorFlow: this version, or the newest that can be recommended. In
 * an environment whose TensorFlow is conda's, pip's copies go and conda installs its own again.
 */
export function replaceBy(
  facts: Facts,
  knowledge: Knowledge,
  names: readonly string[],
  version: string | undefined,
): readonly string[] {
  if (managerOf(facts) === 'conda') {
    return [...pipUninstallLines(facts, names), ...condaCuda(facts).commands];
  }
  const row = version === undefined ? undefined : releaseOf(knowledge, version);
  const known = row !== undefined && goodReleases(facts, knowledge).includes(row);
  const wanted = known ? version : (newestHere(facts, knowledge)?.newest ?? version);
  const lines = wanted === undefined ? [] : installVersion(facts, knowledge, wanted);
  return lines.length === 0 ? [] : [...uninstallLines(facts, names), ...lines];
}

/** Whether the installed TensorFlow is older than a release; undefined when it is not known. */
export function isOlderThan(facts: Facts, release: string): boolean | undefined {
  const version = valueOf(facts.tensorflow.version);
  return version === undefined ? undefined : olderThan(version, release);
}
