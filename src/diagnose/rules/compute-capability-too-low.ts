import { valueOf, sourceOf } from '../../facts/fact.ts';
import { kernelFit } from '../../knowledge/gpus.ts';
import { lastTensorFlowFor } from '../../knowledge/tensorflow.ts';
import { evidence } from '../evidence.ts';
import { newEnvironment, wheelPlatform } from '../../remedies/packages.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';
import { kernelsOf, capabilitiesOf } from '../wanted.ts';

/** The card is older than the oldest code in this TensorFlow. */
export const computeCapabilityTooLow: Rule = {
  id: 'compute-capability-too-low',
  link: 'tensorflow-devices',
  explains: ['gpu-wrong-results', 'gpu-too-few-multiprocessors'],
  needs: ({ gpus, tensorflow }) => [gpus.cards, tensorflow.installed],
  check(about) {
    const { facts, knowledge } = about;
    const kernels = kernelsOf(about);
    const cards = capabilitiesOf(about);
    const old = cards.filter(
      (one) => kernels !== undefined && kernelFit(kernels, one.capability) === 'too-old',
    );
    const first = old[0];
    if (
      first === undefined ||
      kernels === undefined ||
      valueOf(facts.tensorflow.cudaBuild) === false
    )
      return undefined;
    const last = lastTensorFlowFor(knowledge, first.capability);
    const misled = /jit-compiled from PTX/.test(valueOf(facts.live.log) ?? '');
    return {
      severity: old.length === cards.length ? 'error' : 'warning',
      summary: `${first.name ?? 'The card'} (compute capability ${first.capability}) is older than the oldest GPU that this TensorFlow has code for.`,
      evidence: [
        ...old.map((one) =>
          evidence(
            one.name ?? 'NVIDIA GPU',
            `compute capability ${one.capability}`,
            sourceOf(facts.gpus.cards),
          ),
        ),
        evidence('GPU code in this TensorFlow', kernels.join(', '), 'build_info.py of TensorFlow'),
        ...(misled
          ? [
              evidence(
                'misleading message',
                '"jit-compiled from PTX": PTX of a newer card cannot run on an older one',
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
                'No official TensorFlow since 1.13 has code for this card. Use the processor, or a newer card.',
              ),
            ]
          : [
              remedy(
                'older-tensorflow',
                'pip',
                `TensorFlow ${last.tensorflow} is the last one with code for this card. Use it in an environment of its own.`,
                newEnvironment(last, wheelPlatform(facts)),
              ),
              remedy('newer-card', 'hardware', 'Or use a card of compute capability 6.0 or newer.'),
            ],
      ruledOut: [{ id: 'cuda-lib-missing', because: 'no library can bring code for this card' }],
    };
  },
};
