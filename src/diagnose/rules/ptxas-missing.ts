import { valueOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { installCudaPart } from '../../remedies/cuda-parts.ts';
import type { Rule } from '../rule.ts';

/** Without ptxas TensorFlow lets the driver compile; XLA may not. */
export const ptxasMissing: Rule<'ptxas-missing'> = {
  id: 'ptxas-missing',
  link: 'cuda-libraries',
  evenWhenComputed: 'only what XLA compiles needs it',
  provenByXla: true,
  needs: ({ libraries }) => [libraries.tools],
  check(input) {
    const { facts, knowledge } = input;
    const logged = loggedCause(input, 'ptxas-missing');
    const tool = valueOf(facts.libraries.tools)?.find((one) => one.name.startsWith('ptxas'));
    const missing = tool !== undefined && tool.path === null;
    if ((!missing && logged === undefined) || valueOf(facts.tensorflow.cudaBuild) === false)
      return undefined;
    return {
      severity: logged === undefined ? 'info' : 'error',
      summary:
        logged === undefined
          ? 'ptxas was not found. TensorFlow then lets the driver compile, which is enough for most programs.'
          : 'ptxas was not found, and something had to be compiled with it.',
      evidence: [
        ...(missing ? [evidence('ptxas', 'not found', "PATH and TensorFlow's folders")] : []),
        ...(logged === undefined ? [] : logEvidence(input, logged)),
      ],
      remedies: installCudaPart(
        facts,
        knowledge,
        { wheel: 'nvidia-cuda-nvcc', conda: 'cuda-nvcc' },
        { id: 'install-nvcc', summary: 'Install the compiler of CUDA, which brings ptxas.' },
      ),
    };
  },
};
