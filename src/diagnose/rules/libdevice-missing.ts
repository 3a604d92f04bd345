import { valueOf } from '../../facts/fact.ts';
import { seen, evidence } from '../evidence.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { pipInstall, isOlderThan } from '../../remedies/packages.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** XLA compiles with libdevice.10.bc, which is not to be found. */
export const libdeviceMissing: Rule<'libdevice-missing'> = {
  id: 'libdevice-missing',
  link: 'cuda-libraries',
  evenWhenComputed: 'only what XLA compiles needs it',
  provenByXla: true,
  explains: ['ptxas-missing'],
  needs: ({ libraries }) => [libraries.tools],
  check(input) {
    const { facts } = input;
    const logged = loggedCause(input, 'libdevice-missing', 0.6);
    const tool = valueOf(facts.libraries.tools)?.find((one) => one.name.startsWith('libdevice'));
    const missing =
      tool !== undefined && tool.path === null && isOlderThan(facts, '2.11') === false;
    if ((!missing && logged === undefined) || valueOf(facts.tensorflow.cudaBuild) === false)
      return undefined;
    const conda = valueOf(facts.python.kind) === 'conda';
    return {
      severity: logged === undefined ? 'warning' : 'error',
      summary:
        'XLA does not find libdevice.10.bc. Training fails when something must be compiled for the GPU.',
      evidence: [
        ...(missing
          ? [evidence('libdevice.10.bc', 'not found', 'the folders that XLA searches')]
          : []),
        ...seen('XLA_FLAGS', facts.environment.variables, (all) => all['XLA_FLAGS'] ?? 'not set'),
        ...(logged === undefined ? [] : logEvidence(input, logged)),
      ],
      remedies: [
        conda
          ? remedy('conda-nvcc', 'pip', 'Install cuda-nvcc and name its folder to XLA.', [
              'conda install -c nvidia cuda-nvcc',
              'mkdir -p $CONDA_PREFIX/lib/nvvm/libdevice && cp $CONDA_PREFIX/nvvm/libdevice/libdevice.10.bc $CONDA_PREFIX/lib/nvvm/libdevice/',
              'export XLA_FLAGS=--xla_gpu_cuda_data_dir=$CONDA_PREFIX/lib',
            ])
          : remedy('pip-nvcc', 'pip', 'Install the package that holds it.', [
              pipInstall(facts, 'nvidia-cuda-nvcc-cu12'),
            ]),
      ],
    };
  },
};
