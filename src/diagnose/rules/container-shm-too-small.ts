import { valueOf } from '../../facts/fact.ts';
import { seen } from '../evidence.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { startWithOptions } from '../../remedies/container.ts';
import type { Rule } from '../rule.ts';
import { inContainer } from '../where.ts';

/** Docker gives 64 MiB of shared memory; several GPUs need more. */
export const containerShmTooSmall: Rule<'container-shm-too-small'> = {
  id: 'container-shm-too-small',
  link: 'compute',
  needs: ({ container, platform }) => [container.container, platform.shmMiB],
  check(input) {
    const { facts } = input;
    const size = valueOf(facts.platform.shmMiB);
    const several = (valueOf(facts.gpus.visible)?.length ?? 0) > 1;
    const logged = loggedCause(input, 'container-shm-too-small');
    const small = inContainer(facts) && size !== undefined && size <= 64 && several;
    if (!small && logged === undefined) return undefined;
    return {
      severity: logged === undefined ? 'warning' : 'error',
      summary: `The shared memory of this container is small (${size ?? 'unknown'} MiB). Training on several GPUs fails with it.`,
      evidence: [
        ...seen('/dev/shm', facts.platform.shmMiB, (one) => `${one} MiB`),
        ...(logged === undefined ? [] : logEvidence(input, logged)),
      ],
      remedies: [
        startWithOptions(facts, 'bigger-shm', 'Start the container with more shared memory.', {
          docker: '--shm-size=1g',
          kubernetes:
            'Give the pod a volume `emptyDir` with `medium: Memory`, mounted at /dev/shm.',
        }),
      ],
    };
  },
};
