import { fromLog } from '../from-log.ts';
import type { Rule } from '../rule.ts';
import { asRoot } from '../../remedies/system.ts';
import { remedy } from '../../remedies/remedy.ts';
import { inContainer } from '../where.ts';

/** Only administrators may read profiling counters. */
export const cuptiPermission: Rule<'cupti-permission'> = fromLog({
  id: 'cupti-permission',
  link: 'cuda-libraries',
  evenWhenComputed: 'profiling was refused, which computing does not need',
  severity: 'warning',
  remedies: (input) => [
    inContainer(input.facts)
      ? remedy('add-capability', 'system', 'Start the container with the right to profile.', [
          'docker run --gpus all --cap-add=SYS_ADMIN IMAGE',
        ])
      : remedy('allow-counters', 'system', 'Let every user read the counters, then restart.', [
          `echo 'options nvidia NVreg_RestrictProfilingToAdminUsers=0' | ${asRoot(input.facts, 'tee /etc/modprobe.d/nvidia-profiling.conf')}`,
          asRoot(input.facts, 'reboot'),
        ]),
  ],
});
