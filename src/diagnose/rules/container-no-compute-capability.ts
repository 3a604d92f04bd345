import { valueOf } from '../../facts/fact.ts';
import { seen, evidence } from '../evidence.ts';
import { startWithOptions } from '../../remedies/container.ts';
import type { Rule } from '../rule.ts';
import { inContainer } from '../where.ts';

/** The container got the GPU for looking at, not for computing. */
export const containerNoComputeCapability: Rule<'container-no-compute-capability'> = {
  id: 'container-no-compute-capability',
  link: 'passthrough',
  explains: ['libcuda-missing', 'container-no-gpu', 'nvml-missing'],
  needs: ({ container, driver }) => [container.container, driver.cuda],
  check({ facts }) {
    if (!inContainer(facts) || facts.driver.cuda.state !== 'absent') return undefined;
    const { capabilities, asked } = facts.container;
    const without =
      capabilities !== undefined && capabilities !== '' && !/all|compute/.test(capabilities);
    const refusedByVariable = asked !== undefined && /^(none|void)$/.test(asked);
    const driverIsThere =
      (valueOf(facts.driver.smi)?.report.gpus.length ?? 0) > 0 ||
      valueOf(facts.driver.nvml)?.initCode === 0;
    if (!driverIsThere && !(without && facts.driver.nvml.state === 'known')) return undefined;
    return {
      severity: 'error',
      summary:
        'nvidia-smi works in this container, but the part of the driver that computes (libcuda) was not let in.',
      evidence: [
        evidence(
          'loading libcuda.so.1',
          valueOf(facts.driver.libcudaError) ?? 'not there',
          'the dynamic loader',
        ),
        evidence('NVIDIA_DRIVER_CAPABILITIES', capabilities ?? 'not set', 'environment variables'),
        ...(asked === undefined
          ? []
          : [evidence('NVIDIA_VISIBLE_DEVICES', asked, 'environment variables')]),
        ...seen('GPUs that nvidia-smi shows', facts.gpus.present, (all) => String(all.length)),
      ],
      remedies: [
        startWithOptions(
          facts,
          'give-compute',
          'Start the container with the capability `compute`.',
          {
            docker: `-e NVIDIA_DRIVER_CAPABILITIES=compute,utility${refusedByVariable ? ' -e NVIDIA_VISIBLE_DEVICES=all' : ''}`,
            kubernetes:
              'In the `env` of the pod set NVIDIA_DRIVER_CAPABILITIES to `compute,utility`.',
          },
        ),
      ],
      ruledOut: [{ id: 'driver-not-loaded', because: 'nvidia-smi reaches the driver' }],
    };
  },
};
