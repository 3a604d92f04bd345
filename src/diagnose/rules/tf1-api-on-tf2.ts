import { seen } from '../evidence.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** Names of TensorFlow 1 on TensorFlow 2. */
export const tf1ApiOnTf2: Rule<'tf1-api-on-tf2'> = {
  id: 'tf1-api-on-tf2',
  link: 'tensorflow-build',
  evenWhenComputed: 'it is about code that the live check does not run',
  withoutGpu: true,
  check(input) {
    const logged = loggedCause(input, 'tf1-api-on-tf2');
    if (logged === undefined) return undefined;
    return {
      severity: 'error',
      summary: logged.summary,
      evidence: [
        ...logEvidence(input, logged),
        ...seen('TensorFlow', input.facts.tensorflow.version),
      ],
      remedies: [
        remedy(
          'compat-v1',
          'code',
          'Write `import tensorflow.compat.v1 as tf` and `tf.disable_v2_behavior()`, or port the code with `tf_upgrade_v2`.',
          ['tf_upgrade_v2 --infile old.py --outfile new.py'],
        ),
      ],
    };
  },
};
