import type { Facts } from '../../facts/facts.ts';
import { valueOf } from '../../facts/fact.ts';
import { variableOf } from '../../facts/environment.ts';
import { distribution } from '../../facts/tensorflow.ts';
import { evidence } from '../evidence.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { installLines } from '../../remedies/install.ts';
import { isOlderThan } from '../../remedies/packages.ts';
import { remedy } from '../../remedies/remedy.ts';
import { setVariable } from '../../remedies/shell.ts';
import type { Rule } from '../rule.ts';

/** Code for Keras 2 on Keras 3, or half of a switch back to Keras 2. */
export const keras3Incompatibility: Rule<'keras3-incompatibility'> = {
  id: 'keras3-incompatibility',
  link: 'tensorflow-build',
  evenWhenComputed: 'it is about code that the live check does not run',
  withoutGpu: true,
  check(input) {
    const { facts } = input;
    const legacy = variableOf(facts.environment, 'TF_USE_LEGACY_KERAS');
    const missing =
      legacy !== undefined &&
      /^(1|true)$/i.test(legacy) &&
      distribution(facts.tensorflow, 'tf-keras').state === 'absent' &&
      isOlderThan(facts, '2.16') === false;
    const logged = loggedCause(input, 'keras3-incompatibility');
    if (!missing && logged === undefined) return undefined;
    return {
      severity: 'error',
      summary: missing
        ? 'TF_USE_LEGACY_KERAS asks for Keras 2, and the package tf-keras that holds it is not installed.'
        : 'The code is written for Keras 2, and this TensorFlow brings Keras 3.',
      evidence: [
        ...(missing
          ? [
              evidence('TF_USE_LEGACY_KERAS', legacy, 'environment variables'),
              evidence('tf-keras', 'not there', 'installed packages'),
            ]
          : []),
        ...(logged === undefined ? [] : logEvidence(input, logged)),
      ],
      remedies: [
        remedy(
          'legacy-keras',
          'pip',
          'Install Keras 2 beside it and ask for it before TensorFlow is imported.',
          [
            ...installLines(facts, [legacyKeras(facts)]),
            setVariable('TF_USE_LEGACY_KERAS', '1', facts),
          ],
        ),
      ],
    };
  },
};

/** tf-keras has the version numbers of TensorFlow, and fits the one of the same number only. */
function legacyKeras(facts: Facts): string {
  const [minor] = /^\d+\.\d+/u.exec(valueOf(facts.tensorflow.version) ?? '') ?? [];
  return minor === undefined ? 'tf-keras' : `tf-keras==${minor}.*`;
}
