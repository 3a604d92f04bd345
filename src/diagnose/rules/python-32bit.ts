import { valueOf } from '../../facts/fact.ts';
import { seen } from '../evidence.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** TensorFlow exists only for 64-bit Python. */
export const python32bit: Rule<'python-32bit'> = {
  id: 'python-32bit',
  link: 'python',
  withoutGpu: true,
  explains: ['tensorflow-not-installed', 'python-version-unsupported', 'tf-import-broken'],
  needs: ({ python }) => [python.bits],
  check({ facts }) {
    if (valueOf(facts.python.bits) !== 32) return undefined;
    return {
      severity: 'error',
      summary: 'This is a 32-bit Python, and TensorFlow exists only for 64-bit Python.',
      evidence: seen('size of a pointer', facts.python.bits, (bits) => `${bits} bit`),
      remedies: [
        remedy(
          'install-64bit',
          'system',
          'Install the 64-bit Python of python.org or of your system, and make a new environment with it.',
        ),
      ],
    };
  },
};
