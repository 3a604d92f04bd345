import { valueOf, sourceOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { reboot } from '../../remedies/driver.ts';
import { asRoot } from '../../remedies/system.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** A part of the driver does not answer. Slow is not hanging: what could be ended was only late, and its page says so. */
export const driverHangs: Rule<'driver-hangs'> = {
  id: 'driver-hangs',
  link: 'driver',
  evenWhenComputed: 'a driver of which a part hangs works only for the time being',
  needs: ({ driver }) => [driver.hangs],
  check({ facts }) {
    const hangs = valueOf(facts.driver.hangs);
    const works = valueOf(facts.driver.cuInitUnmasked) === 0;
    const count = valueOf(facts.gpus.pci)?.length ?? valueOf(facts.gpus.present)?.length ?? 1;
    // Several GPUs start slowly; with one, ten seconds are too long.
    const late = count < 2 ? valueOf(facts.driver.slow) : undefined;
    const part = hangs ?? late;
    if (part === undefined) return undefined;
    return {
      severity: hangs === undefined || works ? 'warning' : 'error',
      summary: works
        ? `${part} does not answer, although CUDA does.`
        : hangs === undefined
          ? `The NVIDIA driver is late: ${part} gave no answer within its time limit.`
          : `The NVIDIA driver does not answer: ${part} hangs. A process that is stuck in the driver cannot be ended.`,
      evidence: [
        evidence(
          part,
          hangs === undefined
            ? 'no answer within the time limit, and it could be ended'
            : 'no answer, and it could not be ended',
          sourceOf(hangs === undefined ? facts.driver.slow : facts.driver.hangs),
        ),
      ],
      remedies: [
        remedy(
          'look-for-stuck',
          'system',
          'See which processes wait for the driver (D in the second column), and what the driver wrote to the kernel log.',
          ["ps -eo pid,stat,comm | awk '$2 ~ /D/'", asRoot(facts, 'dmesg | grep -iE "xid|nvrm"')],
        ),
        reboot(facts),
      ],
    };
  },
};
