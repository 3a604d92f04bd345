import { valueOf, sourceOf } from '../../facts/fact.ts';
import { kernelFit } from '../../knowledge/gpus.ts';
import { evidence } from '../evidence.ts';
import { newEnvironment } from '../../remedies/new-environment.ts';
import { goodReleases } from '../../remedies/releases.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';
import { kernelsOf, capabilitiesOf } from '../wanted.ts';

/** The GPU is older than the oldest code in this TensorFlow. */
export const computeCapabilityTooLow: Rule<'compute-capability-too-low'> = {
  id: 'compute-capability-too-low',
  link: 'tensorflow-devices',
  // Seen in the lab with TensorFlow 2.21; assumed for real GPUs: a GTX 750 Ti or 980 would confirm it.
  evenWhenComputed:
    "the live check multiplies and pools with NVIDIA's libraries, which know older GPUs than TensorFlow's own kernels",
  explains: [
    'gpu-wrong-results',
    'gpu-too-few-multiprocessors',
    'driver-too-old',
    'cudnn-too-new-for-gpu',
  ],
  needs: ({ gpus, tensorflow }) => [gpus.visible, tensorflow.installed],
  check(input) {
    const { facts, knowledge } = input;
    const kernels = kernelsOf(input);
    const gpus = capabilitiesOf(input);
    const old = gpus.filter(
      (one) => kernels !== undefined && kernelFit(kernels, one.capability) === 'too-old',
    );
    const first = old[0];
    if (
      first === undefined ||
      kernels === undefined ||
      valueOf(facts.tensorflow.cudaBuild) === false
    )
      return undefined;
    const last = goodReleases(facts, knowledge, first.capability)[0];
    const misled = /jit-compiled from PTX/.test(valueOf(facts.live.log) ?? '');
    return {
      severity: old.length === gpus.length ? 'error' : 'warning',
      summary: `${first.name ?? 'The GPU'} (compute capability ${first.capability}) is older than the oldest GPU that this TensorFlow has code for.`,
      evidence: [
        ...old.map((one) =>
          evidence(
            one.name ?? 'NVIDIA GPU',
            `compute capability ${one.capability}`,
            sourceOf(facts.gpus.visible),
          ),
        ),
        evidence('GPU code in this TensorFlow', kernels.join(', '), 'build_info.py of TensorFlow'),
        ...(misled
          ? [
              evidence(
                'misleading message',
                '"jit-compiled from PTX": PTX of a newer GPU cannot run on an older one',
                "TensorFlow's log",
              ),
            ]
          : []),
      ],
      remedies:
        last === undefined
          ? [
              remedy(
                'newer-card',
                'hardware',
                'No official TensorFlow since 1.13 has code for this GPU. Use the processor, or a newer GPU.',
              ),
            ]
          : [
              remedy(
                'older-tensorflow',
                'pip',
                `TensorFlow ${last.newest} has code for this GPU. Use it in an environment of its own.`,
                newEnvironment(facts, last),
              ),
              remedy('newer-card', 'hardware', 'Or use a GPU of compute capability 6.0 or newer.'),
            ],
      ruledOut: [{ id: 'cuda-lib-missing', because: 'no library can bring code for this GPU' }],
    };
  },
};
