import { valueOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { endHolder } from '../../remedies/processes.ts';
import { remedy } from '../../remedies/remedy.ts';
import { setVariable } from '../../remedies/shell.ts';
import type { Rule } from '../rule.ts';
import { visibleManaged } from '../visible-managed.ts';

/** Another process holds nearly all of the memory. */
export const gpuMemoryHeld: Rule<'gpu-memory-held'> = {
  id: 'gpu-memory-held',
  link: 'memory',
  explains: ['gpu-oom', 'memory-growth-needed'],
  needs: ({ driver }) => [driver.nvml],
  check(input) {
    const { facts } = input;
    const gpu = visibleManaged(facts).find(
      (one) =>
        one.memoryFreeMiB !== null &&
        one.memoryFreeMiB < 1024 &&
        (one.memoryTotalMiB ?? 0) > 2048 &&
        (one.holders?.length ?? 1) > 0,
    );
    const tried = valueOf(facts.live.computations);
    if (gpu === undefined || (tried !== undefined && tried.every((one) => one.result === 'ok')))
      return undefined;
    const holders = gpu.holders ?? [];
    const own = holders.filter((one) => one.own).map((one) => one.pid);
    return {
      severity: tried === undefined ? 'warning' : 'error',
      summary: `Other processes hold nearly all memory of GPU ${gpu.index}: ${gpu.memoryFreeMiB} of ${gpu.memoryTotalMiB} MiB are free.`,
      evidence: [
        evidence(
          `free memory of GPU ${gpu.index}`,
          `${gpu.memoryFreeMiB} MiB of ${gpu.memoryTotalMiB} MiB`,
          'NVML',
        ),
        evidence(
          'processes that hold it',
          `${holders.length}, of which ${own.length} yours`,
          'NVML',
        ),
      ],
      remedies: [
        endHolder(facts, own),
        remedy(
          'grow',
          'env',
          'Let every TensorFlow take only what it needs.',
          [setVariable('TF_FORCE_GPU_ALLOW_GROWTH', 'true', facts)],
          { TF_FORCE_GPU_ALLOW_GROWTH: 'true' },
        ),
      ],
    };
  },
};
