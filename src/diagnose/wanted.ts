import { valueOf } from '../facts/fact.ts';
import type { Gpu } from '../facts/gpus.ts';
import { tableSource } from '../knowledge/age.ts';
import { archFor } from '../knowledge/gpus.ts';
import { cudaFor, cudnnFor, releaseOf } from '../knowledge/tensorflow.ts';
import { majorOf, olderThan } from '../knowledge/version.ts';
import type { RuleInput } from './rule.ts';

/** The CUDA version that this TensorFlow wants: the wheel's own word, else the table's. */
export function wantedCuda({ facts, knowledge }: RuleInput): string | undefined {
  const version = valueOf(facts.tensorflow.version);
  const built = valueOf(facts.tensorflow.builtCuda);
  const tested = version === undefined ? undefined : cudaFor(knowledge, version);
  // build_info of some releases says only "10" or "12".
  return built !== undefined && /\./.test(built) ? built : (tested ?? built);
}

/** A cuDNN that a TensorFlow wants, and what says so. */
export interface WantedCudnn {
  /** `9.3`: this or newer, within the same major version; `7`: any of this major version. */
  readonly version: string;
  readonly source: string;
}

/**
 * The oldest cuDNN that this TensorFlow works with. The wheel's own word counts first: what its extra asks for, else
 * what it was built with. The table says how new within the major version; a build of somebody else's (Anaconda, NVIDIA)
 * may be made for another major version, of which the table knows nothing.
 */
export function wantedCudnn({ facts, knowledge }: RuleInput): WantedCudnn | undefined {
  const asked = valueOf(facts.tensorflow.installed)?.andCuda.find((one) => /cudnn/.test(one));
  const least = /[>=]=\s*(\d+\.\d+(?:\.\d+)?)/.exec(asked ?? '')?.[1];
  const built = facts.tensorflow.builtCudnn;
  if (least !== undefined && majorOf(valueOf(built) ?? least) === majorOf(least)) {
    return { version: least, source: 'the requirements of this TensorFlow' };
  }
  const version = valueOf(facts.tensorflow.version);
  const tested = version === undefined ? undefined : cudnnFor(knowledge, version);
  if (built.state === 'known') {
    const sameMajor = tested !== undefined && majorOf(tested) === majorOf(built.value);
    return sameMajor
      ? { version: newer(tested, built.value), source: tableSource(knowledge, 'tensorflow') }
      : { version: built.value, source: built.source };
  }
  return tested === undefined
    ? undefined
    : { version: tested, source: tableSource(knowledge, 'tensorflow') };
}

const newer = (a: string, b: string): string => (olderThan(a, b) ? b : a);

/** Whether a cuDNN is of the major version that is wanted, and new enough. */
export const cudnnSuffices = (found: string, { version }: WantedCudnn): boolean =>
  majorOf(found) === majorOf(version) && !olderThan(found, version);

/** GPU architectures in this TensorFlow: its own list, else the table's. */
export function kernelsOf({ facts, knowledge }: RuleInput): readonly string[] | undefined {
  const own = valueOf(facts.tensorflow.kernels);
  if (own !== undefined) return own;
  const version = valueOf(facts.tensorflow.version);
  return version === undefined ? undefined : (releaseOf(knowledge, version)?.kernels ?? undefined);
}

/** The gpus with their compute capability: what the driver says, else what the table knows by the name. */
export function capabilitiesOf({
  facts,
  knowledge,
}: RuleInput): readonly (Gpu & { readonly capability: string })[] {
  return (valueOf(facts.gpus.visible) ?? []).flatMap((gpu) => {
    const capability = gpu.capability ?? archFor(knowledge, gpu.name ?? '')?.capability;
    return capability === undefined ? [] : [{ ...gpu, capability }];
  });
}
