import { variableOf } from '../../facts/environment.ts';
import { valueOf } from '../../facts/fact.ts';
import type { ManagedGpu } from '../../facts/memory.ts';
import { computedEverywhere } from '../principles.ts';
import { evidence } from '../evidence.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { asRoot } from '../../remedies/system.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';
import { visibleManaged } from '../visible-managed.ts';

/** The GPU serves one process only, or none. */
export const gpuBusyExclusiveMode: Rule<'gpu-busy-exclusive-mode'> = {
  id: 'gpu-busy-exclusive-mode',
  link: 'compute',
  check(input) {
    const { facts } = input;
    const gpus = visibleManaged(facts);
    const mps =
      variableOf(facts.environment, 'CUDA_MPS_PIPE_DIRECTORY') !== undefined ||
      (valueOf(facts.driver.files)?.mps !== undefined && valueOf(facts.driver.files)?.mps !== null);
    const heldByOther = (one: ManagedGpu) =>
      !mps && (one.holders ?? []).some((holder) => holder.mpsServer !== true);
    const shut = (one: ManagedGpu) =>
      one.computeMode === 2 ||
      ((one.computeMode === 1 || one.computeMode === 3) && heldByOther(one));
    // One that is free is enough to compute on; and what was computed rightly was not refused.
    const bad = computedEverywhere(facts) || !gpus.every(shut) ? [] : gpus;
    const closed = bad.find((one) => one.computeMode === 2);
    const taken = bad.find((one) => one.computeMode !== 2);
    const logged = loggedCause(input, 'gpu-busy-exclusive-mode');
    const gpu = taken ?? closed;
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
