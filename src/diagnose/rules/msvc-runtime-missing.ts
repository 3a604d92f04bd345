import { valueOf } from '../../facts/fact.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** Windows lacks the C++ runtime. */
export const msvcRuntimeMissing: Rule<'msvc-runtime-missing'> = {
  id: 'msvc-runtime-missing',
  link: 'python',
  withoutGpu: true,
  explains: ['tf-import-broken'],
  needs: ({ live, platform }) => (valueOf(platform.os) === 'windows' ? [live.log] : []),
  check(input) {
    const logged =
      valueOf(input.facts.platform.os) === 'windows'
        ? loggedCause(input, 'msvc-runtime-missing')
        : undefined;
    if (logged === undefined) return undefined;
    return {
      severity: 'error',
      summary: logged.summary,
      evidence: logEvidence(input, logged),
      remedies: [
        remedy(
          'install-vc-runtime',
          'system',
          'Install the current Visual C++ runtime (x64) from Microsoft.',
          ['winget install Microsoft.VCRedist.2015+.x64'],
        ),
      ],
    };
  },
};
