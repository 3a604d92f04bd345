import { valueOf, sourceOf } from '../../facts/fact.ts';
import { olderThan } from '../../knowledge/version.ts';
import { tableSource } from '../../knowledge/age.ts';
import { kernelFit } from '../../knowledge/gpus.ts';
import { lowestCapabilityOfCudnn } from '../../knowledge/cudnn.ts';
import { cudnnPackage, limitPackage } from '../../remedies/cuda-parts.ts';
import { isOlderThan } from '../../remedies/packages.ts';
import { evidence, seen } from '../evidence.ts';
import { computedOn } from '../principles.ts';
import type { Rule } from '../rule.ts';
import { capabilitiesOf, kernelsOf } from '../wanted.ts';

/** cuDNN 9.11 and newer hold no code for GPUs before Turing. */
export const cudnnTooNewForGpu: Rule<'cudnn-too-new-for-gpu'> = {
  id: 'cudnn-too-new-for-gpu',
  link: 'cudnn',
  explains: [
    'cudnn-version-mismatch',
    'cudnn-sublibrary-mismatch',
    'cudnn-too-old-for-xla',
    'memory-growth-needed',
  ],
  needs: ({ cudnn, gpus }) => [cudnn.version, gpus.visible],
  // Each GPU is looked at by itself: one on which a convolution was computed is not named.
  evenWhenComputed: 'it names only GPUs on which no convolution was computed',
  check(input) {
    const { facts, knowledge } = input;
    const version = valueOf(facts.cudnn.version);
    const lowest = version === undefined ? undefined : lowestCapabilityOfCudnn(knowledge, version);
    if (version === undefined || lowest === undefined || facts.platform.jetson.state === 'known')
      return undefined;
    const kernels = kernelsOf(input) ?? [];
    const old = capabilitiesOf(input)
      .map((gpu, index) => ({ gpu, index }))
      .filter(
        ({ gpu, index }) =>
          olderThan(gpu.capability, lowest) &&
          !computedOn(facts, index) &&
          // A GPU for which TensorFlow itself has no code has an older trouble.
          kernelFit(kernels, gpu.capability) !== 'too-old',
      );
    const first = old[0]?.gpu;
    if (first === undefined) return undefined;
    const failed = (valueOf(facts.live.computations) ?? []).filter(
      (one) => /convolution/.test(one.name) && one.result !== 'ok',
    );
    const newerTensorFlow = isOlderThan(facts, '2.21') === false;
    return {
      severity: failed.length > 0 ? 'error' : 'warning',
      summary: `cuDNN ${version} has no code for ${first.name ?? 'this GPU'} (compute capability ${first.capability}): convolutions fail.`,
      evidence: [
        ...seen('cuDNN', facts.cudnn.main, (one) => `${version} (${one.path ?? one.soname})`),
        ...old.map(({ gpu }) =>
          evidence(
            gpu.name ?? 'NVIDIA GPU',
            `compute capability ${gpu.capability}`,
            sourceOf(facts.gpus.visible),
          ),
        ),
        evidence(
          'lowest compute capability of this cuDNN',
          lowest,
          tableSource(knowledge, 'cudnn'),
        ),
        ...failed
          .slice(0, 1)
          .map((one) =>
            evidence(
              `${one.name} on ${one.gpu}`,
              one.error ?? one.result,
              sourceOf(facts.live.computations),
            ),
          ),
      ],
      remedies: [
        limitPackage(
          facts,
          'older-cudnn',
          'Install the last cuDNN that has code for this GPU, then restart Python.',
          // TensorFlow 2.21 compiles with XLA, which cuDNN before 9.6 does not serve.
          `${cudnnPackage(facts)}>=${newerTensorFlow ? '9.10' : '9.3'},<9.11`,
        ),
      ],
      ruledOut: [
        {
          id: 'cudnn-version-mismatch',
          because: 'TensorFlow takes this version of cuDNN; the GPU does not',
        },
      ],
    };
  },
};
