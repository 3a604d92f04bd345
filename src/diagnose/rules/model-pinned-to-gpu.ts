import { loggedCause, logEvidence } from '../log-evidence.ts';
import { remedy } from '../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** A saved model demands a device that is not there. */
export const modelPinnedToGpu: Rule = {
  id: 'model-pinned-to-gpu',
  link: 'compute',
  check(about) {
    const logged = loggedCause(about, 'model-pinned-to-gpu');
    if (logged === undefined) return undefined;
    return {
      severity: 'error',
      summary: logged.summary,
      evidence: logEvidence(about, logged),
      remedies: [
        remedy(
          'soft-placement',
          'code',
          'Allow another device: `tf.config.set_soft_device_placement(True)`, or load the graph with `clear_devices=True`.',
        ),
      ],
    };
  },
};
