import { valueOf, sourceOf } from '../../facts/fact.ts';
import { asRoot } from '../../remedies/system.ts';
import { remedy } from '../../remedies/remedy.ts';
import { evidence } from '../evidence.ts';
import type { Rule } from '../rule.ts';
import { inContainer } from '../where.ts';

/** A start that takes so many seconds is felt; one GPU needs one or two (Azure/aks-gpu#105: 30 s with eight of them). */
const longStart = 8;

/** Without persistence mode every start initialises all GPUs anew: some 25 to 30 s with eight of them. */
export const slowWithoutPersistence: Rule<'slow-without-persistence'> = {
  id: 'slow-without-persistence',
  link: 'driver',
  needs: ({ driver }) => [driver.slow],
  check({ facts }) {
    const late = valueOf(facts.driver.slow);
    const seconds = valueOf(facts.driver.startSeconds) ?? 0;
    const count = valueOf(facts.gpus.pci)?.length ?? valueOf(facts.gpus.present)?.length ?? 0;
    const modes = (valueOf(facts.memory.gpus) ?? []).map((one) => one.persistenceMode);
    const daemon = valueOf(facts.driver.files)?.persistenceDaemon === true;
    if (modes.includes(1) || daemon) return undefined;
    // Where it answered in the end, only the driver's own word that the mode is off makes that the reason.
    const slow = late === undefined && seconds >= longStart && modes.includes(0);
    if (!slow && (late === undefined || count < 2)) return undefined;
    const part = late ?? 'libcuda';
    return {
      severity: 'info',
      summary: `The driver is slow: ${part} needed ${slow ? `${seconds} s` : 'longer than its time limit'}, because it starts ${count === 1 ? 'the GPU' : `all ${count} GPUs`} anew each time (persistence mode is off).`,
      evidence: [
        slow
          ? evidence('time to start libcuda', `${seconds} s`, sourceOf(facts.driver.startSeconds))
          : evidence(
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
          inContainer(facts) ? [] : [asRoot(facts, 'systemctl enable --now nvidia-persistenced')],
        ),
      ],
      ruledOut: [
        {
          id: 'driver-hangs',
          because: slow ? 'the driver answered' : 'the program that asked could be ended',
        },
      ],
    };
  },
};
