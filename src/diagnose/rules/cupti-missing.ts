import { valueOf } from '../../facts/fact.ts';
import { isBad } from '../../facts/libraries.ts';
import { evidence } from '../evidence.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { pipInstall } from '../../remedies/packages.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** The profiler's library is missing; nothing else needs it. */
export const cuptiMissing: Rule<'cupti-missing'> = {
  id: 'cupti-missing',
  link: 'cuda-libraries',
  needs: ({ libraries }) => [libraries.later],
  check(input) {
    const { facts } = input;
    const library = valueOf(facts.libraries.later)?.find(
      (one) => /cupti/.test(one.soname) && isBad(one),
    );
    const logged = loggedCause(input, 'cupti-missing');
    if (
      (library === undefined && logged === undefined) ||
      valueOf(facts.tensorflow.cudaBuild) === false
    )
      return undefined;
    return {
      severity: 'info',
      summary: 'CUPTI, the library of the profiler, cannot be loaded. Training does not need it.',
      evidence: [
        ...(library === undefined
          ? []
          : [evidence(library.soname, library.error ?? 'not found', 'the dynamic loader')]),
        ...(logged === undefined ? [] : logEvidence(input, logged)),
      ],
      remedies: [
        remedy('install-cupti', 'pip', 'Install it if you want to profile.', [
          pipInstall(facts, 'nvidia-cuda-cupti-cu12'),
        ]),
      ],
    };
  },
};
