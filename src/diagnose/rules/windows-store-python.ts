import { valueOf } from '../../facts/fact.ts';
import { isBad } from '../../facts/libraries.ts';
import { seen, evidence } from '../evidence.ts';
import { isOlderThan } from '../../remedies/packages.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** The Store's Python does not search PATH for libraries, where CUDA lies on Windows. */
export const windowsStorePython: Rule<'windows-store-python'> = {
  id: 'windows-store-python',
  link: 'python',
  explains: ['cuda-lib-missing', 'cuda-lib-not-on-path', 'cudnn-missing'],
  needs: ({ python, libraries }) =>
    valueOf(python.kind) === 'windows-store' ? [libraries.needed] : [],
  check({ facts }) {
    const bad = (valueOf(facts.libraries.needed) ?? []).filter(isBad);
    if (
      valueOf(facts.python.kind) !== 'windows-store' ||
      bad.length === 0 ||
      isOlderThan(facts, '2.11') !== true
    )
      return undefined;
    return {
      severity: 'error',
      summary:
        'This is the Python of the Microsoft Store: it does not find CUDA libraries through PATH.',
      evidence: [
        ...seen('Python', facts.python.executable),
        evidence('not found', bad.map((one) => one.soname).join(', '), 'the dynamic loader'),
      ],
      remedies: [
        remedy(
          'other-python',
          'system',
          'Install Python from python.org or use conda, and install TensorFlow there.',
        ),
      ],
    };
  },
};
