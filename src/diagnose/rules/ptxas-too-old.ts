import { valueOf, sourceOf } from '../../facts/fact.ts';
import { ptxasKnows } from '../../knowledge/ptxas.ts';
import { evidence } from '../evidence.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { installCudaPart } from '../../remedies/cuda-parts.ts';
import type { Rule } from '../rule.ts';
import { capabilitiesOf } from '../wanted.ts';

/** The ptxas that is found does not know the GPU. */
export const ptxasTooOld: Rule<'ptxas-too-old'> = {
  id: 'ptxas-too-old',
  link: 'cuda-libraries',
  evenWhenComputed: 'only what XLA compiles needs it',
  provenByXla: true,
  needs: ({ libraries }) => [libraries.tools],
  check(input) {
    const { facts, knowledge } = input;
    const logged = loggedCause(input, 'ptxas-too-old');
    const tool = valueOf(facts.libraries.tools)?.find((one) => one.name.startsWith('ptxas'));
    const version = tool?.version ?? undefined;
    const gpu = capabilitiesOf(input).find(
      (one) => version !== undefined && !ptxasKnows(knowledge, version, one.capability),
    );
    if (
      (gpu === undefined && logged === undefined) ||
      valueOf(facts.tensorflow.cudaBuild) === false
    )
      return undefined;
    return {
      severity: logged === undefined ? 'warning' : 'error',
      summary: `${version === undefined ? 'ptxas' : `ptxas ${version}`} is older than the GPU${gpu === undefined ? '' : ` (compute capability ${gpu.capability})`}: what must be compiled for it fails.`,
      evidence: [
        ...(tool?.path
          ? [
              evidence(
                'ptxas',
                `${tool.path} ${version ?? ''}`.trim(),
                "PATH and TensorFlow's folders",
              ),
            ]
          : []),
        ...(gpu === undefined
          ? []
          : [evidence('compute capability', gpu.capability, sourceOf(facts.gpus.visible))]),
        ...(logged === undefined ? [] : logEvidence(input, logged)),
      ],
      remedies: installCudaPart(
        facts,
        knowledge,
        { wheel: 'nvidia-cuda-nvcc', conda: 'cuda-nvcc' },
        {
          id: 'newer-ptxas',
          summary: 'Install a newer ptxas of CUDA 12, and put its folder first on PATH.',
        },
        '>=12.8,<13',
      ),
    };
  },
};
