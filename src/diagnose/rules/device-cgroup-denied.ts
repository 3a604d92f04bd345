import { valueOf } from '../../facts/fact.ts';
import { startWithGpu } from '../../remedies/container.ts';
import { remedy } from '../../remedies/remedy.ts';
import { seen, evidence } from '../evidence.ts';
import type { Rule } from '../rule.ts';
import { inContainer } from '../where.ts';

/** The device files are open to everybody, and the control group of this process may not use them. */
export const deviceCgroupDenied: Rule<'device-cgroup-denied'> = {
  id: 'device-cgroup-denied',
  link: 'passthrough',
  explains: [
    'device-permission',
    'uvm-not-initialised',
    'suspend-resume-cuinit-999',
    'container-lost-gpu',
    'cuda-visible-devices',
    'nvml-missing',
    'gpu-not-initialised',
    'scheduler-gave-no-gpu',
  ],
  assumed:
    'that open() answers EPERM here, as the kernel documents; a Slurm step with ConstrainDevices would confirm it',
  needs: ({ driver }) => [driver.files],
  check({ facts }) {
    const denied = (valueOf(facts.driver.files)?.nodes ?? []).filter(
      (one) => one.open === 'EPERM' && one.readable,
    );
    if (denied.length === 0 || valueOf(facts.driver.cuInitUnmasked) === 0) return undefined;
    const scheduler = valueOf(facts.container.scheduler);
    return {
      severity: 'error',
      summary:
        'The system denies this process the devices of the GPU (device control group), although their files are open to everybody.',
      evidence: [
        ...denied.map((one) =>
          evidence(one.path, `mode ${one.mode}, opening it: Operation not permitted`, '/dev'),
        ),
        ...seen('cuInit returns', facts.driver.cuInitUnmasked),
      ],
      remedies: [
        scheduler === undefined
          ? inContainer(facts)
            ? startWithGpu(facts)
            : remedy(
                'allow-devices',
                'system',
                'Ask the administrator to allow the NVIDIA devices for this service or session (DeviceAllow of systemd).',
              )
          : remedy(
              'request-gpu',
              'system',
              `Ask ${scheduler.kind} for a GPU when you start the job.`,
              scheduler.kind === 'slurm' ? ['srun --gres=gpu:1 --pty python3'] : [],
            ),
      ],
      ruledOut: [{ id: 'device-permission', because: 'the mode of the files allows it' }],
    };
  },
};
