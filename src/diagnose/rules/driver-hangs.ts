import { valueOf, sourceOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { reboot } from '../../remedies/driver.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** A part of the driver does not answer. */
export const driverHangs: Rule<'driver-hangs'> = {
  id: 'driver-hangs',
  link: 'driver',
  evenWhenComputed: 'a driver of which a part hangs works only for the time being',
  needs: ({ driver }) => [driver.hangs],
  check({ facts }) {
    const part = valueOf(facts.driver.hangs);
    if (part === undefined) return undefined;
    const works = valueOf(facts.driver.cuInitUnmasked) === 0;
    return {
      severity: works ? 'warning' : 'error',
      summary: works
        ? `${part} does not answer, although CUDA does.`
        : `The NVIDIA driver does not answer: ${part} hangs. A process that is stuck in the driver cannot be ended.`,
      evidence: [evidence(part, 'no answer within the time limit', sourceOf(facts.driver.hangs))],
      remedies: [
        remedy(
          'look-for-stuck',
          'system',
          'See which processes wait for the driver (D in the second column), and what the driver wrote to the kernel log.',
          ["ps -eo pid,stat,comm | awk '$2 ~ /D/'", 'sudo dmesg | grep -iE "xid|nvrm"'],
        ),
        reboot(facts),
      ],
    };
  },
};
