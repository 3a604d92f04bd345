import { valueOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { asRoot } from '../../remedies/system.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** The GPU serves one process only, or none. */
export const gpuBusyExclusiveMode: Rule<'gpu-busy-exclusive-mode'> = {
  id: 'gpu-busy-exclusive-mode',
  link: 'compute',
  check(input) {
    const { facts } = input;
    const gpus = valueOf(facts.memory.gpus) ?? [];
    const closed = gpus.find((one) => one.computeMode === 2);
    const taken = gpus.find(
      (one) => (one.computeMode === 1 || one.computeMode === 3) && (one.holders?.length ?? 0) > 0,
    );
    const logged = loggedCause(input, 'gpu-busy-exclusive-mode');
    const gpu = closed ?? taken;
    if (gpu === undefined && logged === undefined) return undefined;
    return {
      severity: 'error',
      summary:
        closed === undefined
          ? 'The GPU is set to serve one process at a time, and another process has it.'
          : 'The GPU is set to serve no process at all (compute mode "prohibited").',
      evidence: [
        ...(gpu === undefined
          ? []
          : [
              evidence(
                `compute mode of GPU ${gpu.index}`,
                closed === undefined ? 'exclusive process' : 'prohibited',
                'NVML',
              ),
              evidence('processes that hold it', String(gpu.holders?.length ?? 0), 'NVML'),
            ]),
        ...(logged === undefined ? [] : logEvidence(input, logged)),
      ],
      remedies: [
        remedy('end-holder', 'system', 'End the process that holds it, or wait for it.', [
          'nvidia-smi',
        ]),
        remedy('default-mode', 'system', 'Or let several processes share the GPU.', [
          asRoot(facts, `nvidia-smi -i ${gpu?.index ?? 0} -c DEFAULT`),
        ]),
      ],
    };
  },
};
