import { variableOf } from '../../facts/environment.ts';
import { valueOf } from '../../facts/fact.ts';
import { seen, evidence } from '../evidence.ts';
import { requestGpu } from '../../remedies/scheduler.ts';
import type { Rule } from '../rule.ts';

/** The job runs under a scheduler that gave it no GPU. */
export const schedulerGaveNoGpu: Rule<'scheduler-gave-no-gpu'> = {
  id: 'scheduler-gave-no-gpu',
  link: 'passthrough',
  withoutGpu: true,
  explains: [
    'cuda-visible-devices',
    'no-nvidia-gpu',
    'device-permission',
    'libcuda-missing',
    'driver-not-loaded',
  ],
  check({ facts }) {
    const scheduler = valueOf(facts.container.scheduler);
    const mask = valueOf(facts.environment.mask);
    if (scheduler === undefined || valueOf(facts.driver.deviceCount)) return undefined;
    const given =
      variableOf(facts.environment, 'SLURM_JOB_GPUS') ??
      variableOf(facts.environment, 'SLURM_STEP_GPUS');
    const noneGiven =
      mask?.hides === 'all' ||
      (scheduler.kind === 'slurm' && (given === undefined || given === ''));
    if (!noneGiven) return undefined;
    const gpuThere = facts.gpus.present.state === 'known';
    return {
      severity: gpuThere ? 'error' : 'info',
      summary: `This job runs under ${scheduler.kind} and was given no GPU.`,
      evidence: [
        evidence('scheduler', `${scheduler.kind} (${scheduler.sign})`, 'environment variables'),
        ...seen('CUDA_VISIBLE_DEVICES', facts.environment.mask, (one) => one.value),
        ...seen('NVIDIA GPUs of this node', facts.gpus.present, (all) => String(all.length)),
      ],
      remedies: [requestGpu(scheduler.kind)],
    };
  },
};
