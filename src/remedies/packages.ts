import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { minorPython } from '../facts/platform.ts';
import type { Knowledge, Row } from '../knowledge/tables.ts';
import { newestFor, releaseOf, type WheelPlatform } from '../knowledge/tensorflow.ts';
import { olderThan } from '../knowledge/version.ts';
import { pathCommands, unreachedFolders } from './library-path.ts';
import { remedy, type Remedy } from './remedy.ts';
import { pythonOf } from './shell.ts';

/** `python -m pip install …` with the diagnosed Python; uv's form where uv installed TensorFlow. */
export function pipInstall(facts: Facts, ...words: readonly string[]): string {
  const installer = valueOf(facts.tensorflow.distributions)?.[0]?.installer;
  const quoted = words.map((word) => (/[<>[\]=!*]/.test(word) ? `"${word}"` : word)).join(' ');
  return installer === 'uv'
    ? `uv pip install --python ${pythonOf(facts)} ${quoted}`
    : `${pythonOf(facts)} -m pip install ${quoted}`;
}

/** The wheels of which platform this machine takes. */
export function wheelPlatform(facts: Facts): WheelPlatform {
  const os = valueOf(facts.platform.os);
  if (os === 'windows') return 'windows';
  if (os === 'mac') return 'mac';
  return valueOf(facts.platform.machine) === 'arm64' ? 'linuxArm' : 'linux';
}

/** The newest stable TensorFlow that has a wheel for this Python. */
export function newestHere(facts: Facts, knowledge: Knowledge): Row<'tensorflow'> | undefined {
  const python = valueOf(facts.python.version);
  return python === undefined
    ? undefined
    : newestFor(knowledge, minorPython(python), wheelPlatform(facts));
}

/**
 * TensorFlow together with the CUDA libraries it wants, in the version that is installed where that one has the
 * extra, else the newest one that this Python can have.
 */
export function withCuda(facts: Facts, knowledge: Knowledge): Remedy[] {
  const version = valueOf(facts.tensorflow.version);
  const row = version === undefined ? undefined : releaseOf(knowledge, version);
  const keeps = version !== undefined && (row === undefined || row.andCuda) && !/dev/.test(version);
  const newest = newestHere(facts, knowledge);
  const wanted = keeps ? version : newest?.andCuda ? newest.newest : undefined;
  if (wanted === undefined) return condaLibraries(facts, row);
  const nightly = version !== undefined && /dev/.test(version);
  const folders = unreachedFolders(facts);
  const install = remedy(
    'install-and-cuda',
    'pip',
    keeps
      ? 'Install the CUDA libraries that this TensorFlow wants, as packages of this environment.'
      : `Move to TensorFlow ${wanted}, which can bring its own CUDA libraries.`,
    [
      pipInstall(facts, nightly ? 'tf-nightly[and-cuda]' : `tensorflow[and-cuda]==${wanted}`),
      ...(keeps && folders.length > 0 ? pathCommands(facts, folders) : []),
    ],
  );
  return keeps ? [install] : [install, ...condaLibraries(facts, row)];
}

/** CUDA and cuDNN from conda, for releases without `[and-cuda]`. */
function condaLibraries(facts: Facts, row: Row<'tensorflow'> | undefined): Remedy[] {
  if (row?.cuda === null || row?.cuda === undefined || row.cudnn === null) return [];
  if (valueOf(facts.python.kind) === 'conda') {
    return [
      remedy(
        'conda-cuda',
        'pip',
        `Install CUDA ${row.cuda} and cuDNN ${row.cudnn} into this conda environment.`,
        [`conda install -c conda-forge cudatoolkit=${row.cuda} cudnn=${row.cudnn}`],
      ),
    ];
  }
  return [
    remedy(
      'install-toolkit',
      'system',
      `Install CUDA ${row.cuda} and cuDNN ${row.cudnn} from NVIDIA's archive. Other versions may stay beside them.`,
    ),
  ];
}

/** Another TensorFlow for this Python, or a new environment where this Python has no wheel. */
export function installVersion(facts: Facts, knowledge: Knowledge, version: string): string {
  const row = releaseOf(knowledge, version);
  const extra = row?.andCuda === true && wheelPlatform(facts) === 'linux' ? '[and-cuda]' : '';
  return pipInstall(facts, `tensorflow${extra}==${version}`);
}

/** A new environment with a Python that has a wheel of this release. */
export function newEnvironment(row: Row<'tensorflow'>, platform: WheelPlatform): readonly string[] {
  const python = row.python[platform].at(-1);
  if (python === undefined) return [];
  const extra = row.andCuda && platform === 'linux' ? '[and-cuda]' : '';
  return [
    `python${python} -m venv ~/tf-gpu`,
    `~/tf-gpu/bin/python -m pip install "tensorflow${extra}==${row.newest}"`,
  ];
}

/** Whether the installed TensorFlow is older than a release; undefined when it is not known. */
export const isOlderThan = (facts: Facts, release: string): boolean | undefined => {
  const version = valueOf(facts.tensorflow.version);
  return version === undefined ? undefined : olderThan(version, release);
};
