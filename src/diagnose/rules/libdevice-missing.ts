import { valueOf } from '../../facts/fact.ts';
import { seen, evidence } from '../evidence.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { installCudaPart } from '../../remedies/cuda-parts.ts';
import { nameCudaFolder } from '../../remedies/library-path.ts';
import { isOlderThan } from '../../remedies/packages.ts';
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
    const { facts, knowledge } = input;
    const logged = loggedCause(input, 'libdevice-missing', 0.6);
    const tool = valueOf(facts.libraries.tools)?.find((one) => one.name.startsWith('libdevice'));
    const missing =
      tool !== undefined && tool.path === null && isOlderThan(facts, '2.11') === false;
    if ((!missing && logged === undefined) || valueOf(facts.tensorflow.cudaBuild) === false)
      return undefined;
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
        ...installCudaPart(
          facts,
          knowledge,
          { wheel: 'nvidia-cuda-nvcc', conda: 'cuda-nvcc' },
          { id: 'pip-nvcc', summary: 'Install the compiler of CUDA, which brings the file.' },
        ),
        ...nameCudaFolder(facts),
      ],
    };
  },
};
