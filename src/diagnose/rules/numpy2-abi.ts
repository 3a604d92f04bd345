import { valueOf } from '../../facts/fact.ts';
import { distribution } from '../../facts/tensorflow.ts';
import { releaseOf } from '../../knowledge/tensorflow.ts';
import { olderThan } from '../../knowledge/version.ts';
import { seen, evidence } from '../evidence.ts';
import { limitPackage } from '../../remedies/cuda-parts.ts';
import type { Rule } from '../rule.ts';

/** NumPy 2 under a TensorFlow that was built for NumPy 1. */
export const numpy2Abi: Rule<'numpy2-abi'> = {
  id: 'numpy2-abi',
  link: 'tensorflow-build',
  withoutGpu: true,
  explains: ['tf-import-broken'],
  needs: ({ tensorflow }) => [tensorflow.packages, tensorflow.version],
  check({ facts, knowledge }) {
    const numpy = valueOf(distribution(facts.tensorflow, 'numpy'));
    const version = valueOf(facts.tensorflow.version);
    const row = version === undefined ? undefined : releaseOf(knowledge, version);
    if (
      numpy === undefined ||
      row === undefined ||
      row.numpyAbi !== 1 ||
      olderThan(numpy.version, '2')
    )
      return undefined;
    if (valueOf(facts.tensorflow.fromConda) === true || facts.live.listed.state === 'known')
      return undefined;
    return {
      severity: 'error',
      summary: `NumPy ${numpy.version} is installed, and TensorFlow ${version} was built for NumPy 1: importing it fails.`,
      evidence: [
        evidence('NumPy', numpy.version, 'installed packages'),
        ...seen('TensorFlow', facts.tensorflow.version),
      ],
      remedies: [limitPackage(facts, 'numpy-1', 'Go back to NumPy 1.', 'numpy<2')],
    };
  },
};
