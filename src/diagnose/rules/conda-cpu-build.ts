import { valueOf } from '../../facts/fact.ts';
import { condaTensorFlow } from '../../facts/tensorflow.ts';
import { evidence } from '../evidence.ts';
import { condaLine } from '../../remedies/install.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

const cudaBuild = ['-c', 'conda-forge', '--override-channels', 'tensorflow=*=cuda*'];

/** conda chose its build for processors. */
export const condaCpuBuild: Rule<'conda-cpu-build'> = {
  id: 'conda-cpu-build',
  link: 'tensorflow-build',
  withoutGpu: true,
  needs: ({ tensorflow }) => [tensorflow.packages],
  check({ facts }) {
    const packages = valueOf(facts.tensorflow.packages);
    const record = packages === undefined ? undefined : condaTensorFlow(packages);
    if (record === undefined || valueOf(facts.platform.os) === 'mac') return undefined;
    const cpu =
      /^(mkl|eigen|cpu)_|_(mkl|eigen|cpu)_/.test(record.build) ||
      valueOf(facts.tensorflow.cudaBuild) === false;
    if (!cpu || /cuda|gpu/.test(record.build)) return undefined;
    const gpu = facts.gpus.present.state === 'known';
    return {
      severity: gpu ? 'error' : 'info',
      summary: `conda installed TensorFlow's build for processors (${record.build}).`,
      evidence: [
        evidence(
          `conda package ${record.name} ${record.version}`,
          `build ${record.build} of ${record.channel ?? 'an unknown channel'}`,
          'conda-meta',
        ),
      ],
      remedies: gpu
        ? [
            remedy('conda-cuda-build', 'pip', 'Install the CUDA build, all from one channel.', [
              condaLine(facts, 'install', cudaBuild),
            ]),
            remedy(
              'conda-cuda-build-elsewhere',
              'pip',
              'Or, on a computer without the driver, such as the login node of a cluster: say which CUDA to build for.',
              [`CONDA_OVERRIDE_CUDA=12.8 ${condaLine(facts, 'install', cudaBuild)}`],
            ),
          ]
        : [],
    };
  },
};
