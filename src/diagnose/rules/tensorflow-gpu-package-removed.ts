import { valueOf } from '../../facts/fact.ts';
import { distributionsLike } from '../../facts/tensorflow.ts';
import { olderThan } from '../../knowledge/version.ts';
import { evidence } from '../evidence.ts';
import { replaceBy } from '../../remedies/packages.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** The old package name was asked for; from 2.12 on it holds nothing. */
export const tensorflowGpuPackageRemoved: Rule<'tensorflow-gpu-package-removed'> = {
  id: 'tensorflow-gpu-package-removed',
  link: 'tensorflow-build',
  withoutGpu: true,
  explains: ['tensorflow-not-installed', 'two-tensorflows', 'tf-import-broken'],
  needs: ({ tensorflow }) => [tensorflow.packages],
  check({ facts, knowledge }) {
    const old = distributionsLike(facts.tensorflow, /^tensorflow-gpu$/).find(
      (one) => !olderThan(one.version, '2.12'),
    );
    const rest = valueOf(facts.tensorflow.packages)?.broken.find((one) =>
      /tensorflow[-_]gpu-2\.12/.test(one),
    );
    if (old === undefined && rest === undefined) return undefined;
    return {
      severity: facts.tensorflow.installed.state === 'absent' ? 'error' : 'warning',
      summary:
        'The package tensorflow-gpu was given up with 2.12 and holds no TensorFlow any more.',
      evidence: [
        evidence(
          'package',
          old === undefined ? (rest ?? '') : `${old.name} ${old.version}`,
          'installed packages',
        ),
      ],
      remedies: [
        remedy(
          'replace-package',
          'pip',
          'Remove it and install TensorFlow under its new name.',
          replaceBy(facts, knowledge, ['tensorflow-gpu'], undefined),
        ),
      ],
    };
  },
};
