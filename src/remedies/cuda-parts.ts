import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { distributionsLike } from '../facts/tensorflow.ts';
import type { Knowledge } from '../knowledge/tables.ts';
import { requirementOf } from './grammar.ts';
import { condaLine, installLines, managerOf } from './install.ts';
import { wheelPlatform } from './releases.ts';
import { remedy, type Remedy } from './remedy.ts';
import { ownRequirement, sharesWithOther } from './requirements.ts';

/** One of the packages that hold a part of CUDA. */
export interface CudaPart {
  /** `nvidia-cuda-nvcc` before `-cu12`. */
  readonly wheel: string;
  /** Its name on conda-forge. */
  readonly conda: string;
}

/**
 * Installs one part of CUDA in the version that the wheel of TensorFlow itself asks for; none where it asks for none,
 * as before 2.14, when the part came with a toolkit. `version` asks for another one: `>=12.8,<13`.
 */
export function installCudaPart(
  facts: Facts,
  knowledge: Knowledge,
  part: CudaPart,
  named: { readonly id: string; readonly summary: string },
  version?: string,
): Remedy[] {
  if (managerOf(facts) === 'conda') {
    const wish = `${part.conda}${version ?? ''}`;
    const lines = [condaLine(facts, 'install', ['-c', 'conda-forge', wish])];
    return [remedy(named.id, 'pip', `${named.summary} Its package is ${part.conda}.`, lines)];
  }
  // The packages of PyPI for ARM have no CUDA: such a build brings its parts in another way.
  if (wheelPlatform(facts) === 'linuxArm') return [];
  const own = ownRequirement(facts, knowledge, new RegExp(`^${part.wheel}-cu`, 'u'));
  const [name] = /^[a-z0-9-]+/u.exec(own ?? '') ?? [];
  if (own === undefined || name === undefined) return [];
  const wanted = version === undefined ? own : `${name}${version}`;
  return [
    remedy(
      named.id,
      'pip',
      `${named.summary} Its package is ${name}.`,
      installLines(facts, [wanted]),
    ),
  ];
}

/** Installs again what is there and broken, in the version that is installed; nothing where pip did not install it. */
export function reinstall(
  facts: Facts,
  name: RegExp,
  named: { readonly id: string; readonly summary: string },
): Remedy[] {
  const conda = valueOf(facts.tensorflow.packages)?.conda.find((one) => name.test(one.name));
  if (
    managerOf(facts) === 'conda' &&
    conda !== undefined &&
    requirementOf(conda.name) !== undefined
  ) {
    const lines = [
      condaLine(facts, 'install', ['-c', 'conda-forge', '--force-reinstall', conda.name]),
    ];
    return [remedy(named.id, 'pip', named.summary, lines)];
  }
  const wheel = distributionsLike(facts.tensorflow, name)[0];
  // cuDNN and NCCL of CUDA 12 and 13 have one folder: installing one again breaks the other.
  if (/cudnn|nccl/u.test(wheel?.name ?? '') && sharesWithOther(facts) !== undefined) return [];
  const wanted = wheel === undefined ? undefined : requirementOf(`${wheel.name}==${wheel.version}`);
  return wanted === undefined
    ? []
    : [
        remedy(
          named.id,
          'pip',
          named.summary,
          installLines(facts, [wanted], ['--force-reinstall', '--no-cache-dir', '--no-deps']),
        ),
      ];
}

/** Installs an older version of a package that TensorFlow needs: `numpy<2`. conda's own package is left to conda. */
export function limitPackage(
  facts: Facts,
  id: string,
  summary: string,
  requirement: string,
): Remedy {
  const [name = ''] = /^[a-z0-9-]+/u.exec(requirement) ?? [];
  const isCondas = valueOf(facts.tensorflow.packages)?.conda.some((one) => one.name === name);
  const lines =
    isCondas === true
      ? [condaLine(facts, 'install', [requirement])]
      : installLines(facts, [requirement]);
  return remedy(id, 'pip', summary, lines);
}

/** The name of the cuDNN that this environment has or would get: conda's or pip's. */
export function cudnnPackage(facts: Facts): string {
  const conda = valueOf(facts.tensorflow.packages)?.conda.some((one) => one.name === 'cudnn');
  const wheel = distributionsLike(facts.tensorflow, /^nvidia-cudnn-cu\d+$/u)[0]?.name;
  return conda === true ? 'cudnn' : (wheel ?? 'nvidia-cudnn-cu12');
}
