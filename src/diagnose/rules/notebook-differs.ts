import { valueOf, sourceOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** This notebook shows fewer GPUs than a fresh process. */
export const notebookDiffers: Rule<'notebook-differs'> = {
  id: 'notebook-differs',
  link: 'tensorflow-devices',
  evenWhenComputed: "it is about this notebook's Python, and another process computed",
  needs: ({ notebook, live }) => [notebook.state, live.listed],
  check({ facts }) {
    const state = valueOf(facts.notebook.state);
    if (state === undefined || state.initialised !== true) return undefined;
    const here = state.logicalGpus?.length ?? state.visibleGpus?.length;
    const fresh = valueOf(facts.live.listed)?.length ?? 0;
    if (here === undefined || here >= fresh) return undefined;
    return {
      severity: 'error',
      summary: `This notebook uses ${here} of the ${fresh} GPU${fresh === 1 ? '' : 's'} that a fresh Python sees.`,
      evidence: [
        evidence('GPUs of this notebook', String(here), "this notebook's Python"),
        evidence('GPUs of a fresh process', String(fresh), sourceOf(facts.live.listed)),
      ],
      remedies: [
        remedy(
          'restart-kernel',
          'code',
          'Restart the kernel, then run the cells again from the top. TensorFlow keeps the devices of its first start.',
        ),
      ],
      ruledOut: [{ id: 'driver-not-loaded', because: 'a fresh process computes on the GPU' }],
    };
  },
};
