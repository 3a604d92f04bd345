import { valueOf } from '../../facts/fact.ts';
import { fromLog } from '../from-log.ts';
import type { Rule } from '../rule.ts';
import { remedy } from '../../remedies/remedy.ts';

/** The watchdog of the display ended a computation. */
export const displayWatchdogTimeout: Rule<'display-watchdog-timeout'> = fromLog({
  id: 'display-watchdog-timeout',
  link: 'compute',
  severity: 'error',
  remedies: (input) => [
    valueOf(input.facts.platform.os) === 'windows'
      ? remedy('longer-tdr', 'system', 'Give the watchdog of Windows more time, then restart.', [
          'reg add HKLM\\SYSTEM\\CurrentControlSet\\Control\\GraphicsDrivers /v TdrDelay /t REG_DWORD /d 60',
        ])
      : remedy(
          'no-display',
          'system',
          'Let no screen run on this GPU, or cut the work into smaller pieces.',
        ),
  ],
});
