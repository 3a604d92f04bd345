import { valueOf } from '../../facts/fact.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { remedy } from '../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** The watchdog of the display ended a computation. */
export const displayWatchdogTimeout: Rule = {
  id: 'display-watchdog-timeout',
  link: 'compute',
  check(about) {
    const logged = loggedCause(about, 'display-watchdog-timeout');
    if (logged === undefined) return undefined;
    return {
      severity: 'error',
      summary: logged.summary,
      evidence: logEvidence(about, logged),
      remedies: [
        valueOf(about.facts.platform.os) === 'windows'
          ? remedy(
              'longer-tdr',
              'system',
              'Give the watchdog of Windows more time, then restart.',
              [
                'reg add HKLM\\SYSTEM\\CurrentControlSet\\Control\\GraphicsDrivers /v TdrDelay /t REG_DWORD /d 60',
              ],
            )
          : remedy(
              'no-display',
              'system',
              'Let no screen run on this GPU, or cut the work into smaller pieces.',
            ),
      ],
    };
  },
};
