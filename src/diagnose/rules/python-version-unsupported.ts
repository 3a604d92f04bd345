import { valueOf } from '../../facts/fact.ts';
import { minorPython } from '../../facts/platform.ts';
import { tableSource } from '../../knowledge/age.ts';
import { newestFor } from '../../knowledge/tensorflow.ts';
import { seen, evidence } from '../evidence.ts';
import { newEnvironment } from '../../remedies/new-environment.ts';
import { goodReleases, pythonsOf, wheelPlatform } from '../../remedies/releases.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** No TensorFlow wheel exists for this Python. */
export const pythonVersionUnsupported: Rule<'python-version-unsupported'> = {
  id: 'python-version-unsupported',
  link: 'python',
  withoutGpu: true,
  explains: ['tensorflow-not-installed', 'tf-import-broken'],
  needs: ({ python, tensorflow }) => [python.version, tensorflow.packages],
  check({ facts, knowledge }) {
    const version = valueOf(facts.python.version);
    if (version === undefined || facts.tensorflow.installed.state !== 'absent') return undefined;
    if (newestFor(knowledge, minorPython(version), wheelPlatform(facts)) !== undefined)
      return undefined;
    const newest = goodReleases(facts, knowledge)[0];
    const pythons = newest === undefined ? [] : pythonsOf(newest, facts);
    return {
      severity: 'error',
      summary: `There is no TensorFlow for Python ${version}${newest === undefined ? ' on this kind of machine' : `; TensorFlow ${newest.tensorflow} takes Python ${pythons.join(', ')}`}.`,
      evidence: [
        ...seen('Python', facts.python.version),
        evidence(
          'Pythons with a wheel',
          newest === undefined ? 'none' : pythons.join(', '),
          tableSource(knowledge, 'tensorflow'),
        ),
      ],
      remedies:
        newest === undefined
          ? []
          : [
              remedy(
                'other-python',
                'pip',
                `Make an environment with one of these Pythons, and TensorFlow ${newest.newest} in it.`,
                newEnvironment(facts, newest),
              ),
            ],
    };
  },
};
