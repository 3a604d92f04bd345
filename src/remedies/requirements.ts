import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { distributionsLike } from '../facts/tensorflow.ts';
import type { Knowledge, Row } from '../knowledge/tables.ts';
import { andCudaPackages } from '../knowledge/tensorflow.ts';
import { compareVersions } from '../knowledge/version.ts';
import { isVersion, requirementOf } from './grammar.ts';
import { lowestCapability, wheelPlatform } from './releases.ts';

/**
 * What to ask pip for, so that TensorFlow of this version comes with the CUDA libraries where it can have them.
 * cuDNN 9.11 and newer have no code for GPUs before Turing, and from 2.20 on the extra does not pin cuDNN.
 * Source: cuDNN 9.11 release notes; conda-forge/tensorflow-feedstock#457.
 */
export function requirementsOf(
  facts: Facts,
  row: Row<'tensorflow'> | undefined,
  version: string,
): readonly string[] {
  const hasExtra = row?.andCuda === true && wheelPlatform(facts) === 'linux';
  const needsOldCudnn =
    hasExtra &&
    compareVersions(version, '2.20') >= 0 &&
    compareVersions(lowestCapability(facts) ?? '9.0', '7.5') < 0;
  return [
    `tensorflow${hasExtra ? '[and-cuda]' : ''}==${version}`,
    ...(needsOldCudnn ? ['nvidia-cudnn-cu12<9.11'] : []),
  ];
}

/** What the installed TensorFlow itself asks for one of its CUDA packages: `nvidia-cudnn-cu12==9.3.0.75`. */
export function ownRequirement(
  facts: Facts,
  knowledge: Knowledge,
  name: RegExp,
): string | undefined {
  const version = valueOf(facts.tensorflow.version) ?? '';
  const lists = [
    valueOf(facts.tensorflow.installed)?.andCuda ?? [],
    (isVersion(version) ? andCudaPackages(knowledge, version) : undefined) ?? [],
  ];
  for (const list of lists) {
    const found = list.find((one) => name.test(one));
    if (found !== undefined) return requirementOf(found.replaceAll(/\s*[()]\s*/gu, ''));
  }
  return undefined;
}

/**
 * Whether packages of another program are in this environment that TensorFlow's would overwrite: of CUDA 13, such as
 * those of a new PyTorch, or PyTorch's cuDNN of another major version.
 */
export function sharesWithOther(facts: Facts): 'cuda-13' | 'cudnn' | undefined {
  const torch = valueOf(facts.tensorflow.packages)?.others?.find((one) => one.name === 'torch');
  if (
    distributionsLike(facts.tensorflow, /^nvidia-.*-cu13$/u).length > 0 ||
    torch?.cudaVersion?.startsWith('13') === true
  ) {
    return 'cuda-13';
  }
  const hasTorch =
    torch !== undefined || distributionsLike(facts.tensorflow, /^torch$/u).length > 0;
  const wanted = /\.so\.(\d+)$/u.exec(valueOf(facts.cudnn.main)?.soname ?? '')?.[1];
  const wheel = distributionsLike(facts.tensorflow, /^nvidia-cudnn/u)[0];
  const differs =
    wanted !== undefined && wheel !== undefined && !wheel.version.startsWith(`${wanted}.`);
  return hasTorch && differs ? 'cudnn' : undefined;
}
