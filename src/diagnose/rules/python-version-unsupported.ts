import { valueOf } from '../../facts/fact.ts';
import { minorPython } from '../../facts/platform.ts';
import { newestFor, stableReleases } from '../../knowledge/tensorflow.ts';
import { seen, evidence } from '../evidence.ts';
import { newEnvironment, wheelPlatform } from '../../remedies/packages.ts';
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
    const platform = wheelPlatform(facts);
    if (newestFor(knowledge, minorPython(version), platform) !== undefined) return undefined;
    const newest = stableReleases(knowledge).find((row) => row.python[platform].length > 0);
    return {
      severity: 'error',
      summary: `There is no TensorFlow for Python ${version}${newest === undefined ? ' on this kind of machine' : `; the newest one takes Python ${newest.python[platform].join(', ')}`}.`,
      evidence: [
        ...seen('Python', facts.python.version),
        evidence(
          'Pythons with a wheel',
          newest?.python[platform].join(', ') ?? 'none',
          'content/compat/tensorflow.json',
        ),
      ],
      remedies:
        newest === undefined
          ? []
          : [
              remedy(
                'other-python',
                'pip',
                `Make an environment with Python ${newest.python[platform].at(-1)}.`,
                newEnvironment(newest, platform),
              ),
            ],
    };
  },
};
