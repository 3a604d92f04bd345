import { valueOf } from '../facts/fact.ts';
import type { Card } from '../facts/gpus.ts';
import { archFor } from '../knowledge/gpus.ts';
import { cudaFor, cudnnFor, releaseOf } from '../knowledge/tensorflow.ts';
import type { Case } from './rule.ts';

/** The CUDA version that this TensorFlow wants: told by the wheel itself, else by the table. */
export function wantedCuda({ facts, knowledge }: Case): string | undefined {
  const version = valueOf(facts.tensorflow.version);
  const built = valueOf(facts.tensorflow.builtCuda);
  const tested = version === undefined ? undefined : cudaFor(knowledge, version);
  // build_info of some releases says only "10" or "12".
  return built !== undefined && /\./.test(built) ? built : (tested ?? built);
}

/** The oldest cuDNN that this TensorFlow works with: the table's, else what its own metadata asks for. */
export function wantedCudnn({ facts, knowledge }: Case): string | undefined {
  const version = valueOf(facts.tensorflow.version);
  const tested = version === undefined ? undefined : cudnnFor(knowledge, version);
  if (tested !== undefined) return tested;
  const asked = valueOf(facts.tensorflow.installed)?.andCuda.find((one) => /cudnn/.test(one));
  return />=\s*(\d+\.\d+(?:\.\d+)?)/.exec(asked ?? '')?.[1] ?? valueOf(facts.tensorflow.builtCudnn);
}

/** GPU architectures in this TensorFlow: its own list, else the table's. */
export function kernelsOf({ facts, knowledge }: Case): readonly string[] | undefined {
  const own = valueOf(facts.tensorflow.kernels);
  if (own !== undefined) return own;
  const version = valueOf(facts.tensorflow.version);
  return version === undefined ? undefined : (releaseOf(knowledge, version)?.kernels ?? undefined);
}

/** The cards with their compute capability: what the driver says, else what the table knows by the name. */
export function capabilitiesOf({
  facts,
  knowledge,
}: Case): readonly (Card & { readonly capability: string })[] {
  return (valueOf(facts.gpus.cards) ?? []).flatMap((card) => {
    const capability = card.capability ?? archFor(knowledge, card.name ?? '')?.capability;
    return capability === undefined ? [] : [{ ...card, capability }];
  });
}
