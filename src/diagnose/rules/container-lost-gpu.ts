import { valueOf } from '../../facts/fact.ts';
import { seen, evidence } from '../evidence.ts';
import { startWithOptions } from '../../remedies/container.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';
import { inContainer } from '../where.ts';

/** The container had the GPU; then a reload of system services took it away. */
export const containerLostGpu: Rule<'container-lost-gpu'> = {
  id: 'container-lost-gpu',
  link: 'passthrough',
  explains: [
    'nvml-missing',
    'cuda-visible-devices',
    'uvm-not-initialised',
    'suspend-resume-cuinit-999',
    'device-permission',
  ],
  needs: ({ container }) => [container.container],
  check(input) {
    const { facts } = input;
    const complaint = valueOf(facts.driver.smi)?.report.complaint ?? '';
    const lost =
      /NVML: Unknown Error/.test(complaint) || valueOf(facts.driver.nvml)?.initCode === 999;
    if (!inContainer(facts) || !lost || valueOf(facts.driver.cuInitUnmasked) === 0)
      return undefined;
    return {
      severity: 'error',
      summary:
        'The container lost its GPU while it was running, most likely when the host reloaded its services.',
      evidence: [
        ...(complaint === '' ? [] : [evidence('error message', complaint, 'nvidia-smi')]),
        ...seen(
          'device files',
          facts.driver.files,
          (files) => files.nodes.map((one) => one.path).join(', ') || 'none',
        ),
        ...seen('cuInit returns', facts.driver.cuInitUnmasked),
      ],
      remedies: [
        remedy(
          'restart-container',
          'system',
          'Start the container again, from outside. CONTAINER stands for its name.',
          ['docker restart CONTAINER'],
        ),
        startWithOptions(
          facts,
          'stay-attached',
          'So that it does not happen again: name the devices when you start the container, or let Docker use cgroupfs instead of systemd.',
          { docker: '--device /dev/nvidia0 --device /dev/nvidiactl --device /dev/nvidia-uvm' },
        ),
      ],
    };
  },
};
