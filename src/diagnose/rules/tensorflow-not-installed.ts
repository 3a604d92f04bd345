import { seen } from '../evidence.ts';
import { installLines } from '../../remedies/install.ts';
import { ngcContainer } from '../../remedies/container.ts';
import { installVersion } from '../../remedies/packages.ts';
import { newestHere, wheelPlatform } from '../../remedies/releases.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** This Python has no TensorFlow. */
export const tensorflowNotInstalled: Rule<'tensorflow-not-installed'> = {
  id: 'tensorflow-not-installed',
  link: 'tensorflow-build',
  withoutGpu: true,
  needs: ({ tensorflow }) => [tensorflow.packages],
  check(input) {
    const { facts, knowledge } = input;
    if (facts.tensorflow.installed.state !== 'absent') return undefined;
    const newest = newestHere(facts, knowledge);
    const gpu = facts.gpus.present.state !== 'absent';
    return {
      severity: 'error',
      summary: 'TensorFlow is not installed in this Python.',
      evidence: [
        ...seen('TensorFlow', facts.tensorflow.installed),
        ...seen('Python', facts.python.executable),
      ],
      remedies:
        gpu && wheelPlatform(facts) === 'linuxArm' && facts.gpus.present.state === 'known'
          ? [
              ngcContainer(
                facts,
                "TensorFlow's packages for ARM do not use the GPU: use NVIDIA's container.",
              ),
            ]
          : newest === undefined
            ? []
            : [
                remedy(
                  'install-tensorflow',
                  'pip',
                  `Install TensorFlow ${newest.tensorflow}.`,
                  gpu
                    ? installVersion(facts, knowledge, newest.newest)
                    : installLines(facts, [`tensorflow==${newest.newest}`]),
                ),
              ],
    };
  },
};
