import { valueOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** A cell of this notebook hid the GPU. */
export const hiddenInCode: Rule<'hidden-in-code'> = {
  id: 'hidden-in-code',
  link: 'visibility',
  evenWhenComputed: "it is about this notebook's Python, and another process computed",
  explains: ['notebook-differs', 'jupyter-env-differs'],
  needs: ({ notebook }) => [notebook.state],
  check({ facts }) {
    const state = valueOf(facts.notebook.state);
    if (state === undefined) return undefined;
    const hidden = (state.visibleGpus?.length ?? Infinity) < (state.physicalGpus?.length ?? 0);
    const now = state.variables['CUDA_VISIBLE_DEVICES'];
    const before = state.variablesAtStart?.['CUDA_VISIBLE_DEVICES'];
    const set =
      state.variablesAtStart !== null &&
      now !== before &&
      now !== undefined &&
      /^(|-1.*|none)$/.test(now);
    if (!hidden && !set) return undefined;
    return {
      severity: 'error',
      summary: hidden
        ? 'A cell of this notebook hid the GPU with `tf.config.set_visible_devices`.'
        : `A cell of this notebook set CUDA_VISIBLE_DEVICES to "${now ?? ''}".`,
      evidence: [
        ...(hidden
          ? [
              evidence(
                'GPUs that exist',
                String(state.physicalGpus?.length ?? 0),
                "this notebook's Python",
              ),
              evidence(
                'GPUs left visible',
                String(state.visibleGpus?.length ?? 0),
                "this notebook's Python",
              ),
            ]
          : []),
        ...(set
          ? [
              evidence(
                'CUDA_VISIBLE_DEVICES when Python started',
                before ?? 'not set',
                "this notebook's Python",
              ),
            ]
          : []),
      ],
      remedies: [
        remedy(
          'remove-line',
          'code',
          'Take that line out of the notebook, then restart the kernel: what TensorFlow has started cannot be changed.',
        ),
      ],
    };
  },
};
