import { valueOf, sourceOf } from '../../facts/fact.ts';
import { remedy } from '../../remedies/remedy.ts';
import { evidence } from '../evidence.ts';
import type { Rule } from '../rule.ts';
import { inContainer } from '../where.ts';

/** Without persistence mode every start initialises all GPUs anew: some 25 to 30 s with eight of them. */
export const slowWithoutPersistence: Rule<'slow-without-persistence'> = {
  id: 'slow-without-persistence',
  link: 'driver',
  needs: ({ driver }) => [driver.slow],
  check({ facts }) {
    const part = valueOf(facts.driver.slow);
    const count = valueOf(facts.gpus.pci)?.length ?? valueOf(facts.gpus.present)?.length ?? 0;
    const kept = (valueOf(facts.memory.gpus) ?? []).some((one) => one.persistenceMode === 1);
    const daemon = valueOf(facts.driver.files)?.persistenceDaemon === true;
    if (part === undefined || count < 2 || kept || daemon) return undefined;
    return {
      severity: 'info',
      summary: `The driver is slow: ${part} needed longer than its time limit, because it starts all ${count} GPUs anew each time (persistence mode is off).`,
      evidence: [
        evidence(
          part,
          'no answer within the time limit, and it could be ended',
          sourceOf(facts.driver.slow),
        ),
        evidence('GPUs', String(count), sourceOf(facts.gpus.pci)),
      ],
      remedies: [
        remedy(
          'persistence-daemon',
          'system',
          inContainer(facts)
            ? 'Switch persistence on, on the host.'
            : 'Switch persistence on; on a shared machine ask its administrator.',
          ['sudo systemctl enable --now nvidia-persistenced'],
        ),
      ],
      ruledOut: [{ id: 'driver-hangs', because: 'the program that asked could be ended' }],
    };
  },
};
