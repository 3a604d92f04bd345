import { valueOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { replaceBy } from '../../remedies/packages.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** Pairs that belong together: one is the other's dependency. */
const twins = ['tensorflow-intel', 'tensorflow-cpu-aws', 'tensorflow-aarch64', 'tensorflow-macos'];

/** Several packages that overwrite one another's files. */
export const twoTensorflows: Rule<'two-tensorflows'> = {
  id: 'two-tensorflows',
  link: 'tensorflow-build',
  withoutGpu: true,
  explains: ['tf-cpu-build', 'tf-import-broken'],
  needs: ({ tensorflow }) => [tensorflow.packages],
  check({ facts, knowledge }) {
    const all = (valueOf(facts.tensorflow.distributions) ?? []).filter(
      (one) => !twins.includes(one.name),
    );
    const gpuTwin =
      all.length === 2 &&
      all.some((one) => one.name === 'tensorflow-gpu') &&
      new Set(all.map((one) => one.version)).size === 1;
    if (all.length < 2 || gpuTwin) return undefined;
    const cpu =
      valueOf(facts.tensorflow.cudaBuild) === false && facts.gpus.present.state === 'known';
    const broken = facts.live.importError.state === 'known';
    const wanted = all.find((one) => one.name === 'tensorflow') ?? all[0];
    return {
      severity: cpu || broken ? 'error' : 'warning',
      summary: `Several TensorFlow packages are installed in one place and overwrite one another: ${all.map((one) => `${one.name} ${one.version}`).join(', ')}.`,
      evidence: all.map((one) =>
        evidence(
          `${one.name} ${one.version}`,
          one.userSite ? `${one.location} (user site)` : one.location,
          'installed packages',
        ),
      ),
      remedies: [
        remedy(
          'keep-one',
          'pip',
          'Remove them all and install one.',
          replaceBy(
            facts,
            knowledge,
            all.map((one) => one.name),
            wanted?.version,
          ),
        ),
      ],
    };
  },
};
