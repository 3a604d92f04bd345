import { valueOf } from '../../facts/fact.ts';
import { isBad } from '../../facts/libraries.ts';
import { evidence } from '../evidence.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { installCudaPart } from '../../remedies/cuda-parts.ts';
import type { Rule } from '../rule.ts';

/** The profiler's library is missing; nothing else needs it. */
export const cuptiMissing: Rule<'cupti-missing'> = {
  id: 'cupti-missing',
  link: 'cuda-libraries',
  needs: ({ libraries }) => [libraries.later],
  check(input) {
    const { facts, knowledge } = input;
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
      remedies: installCudaPart(
        facts,
        knowledge,
        { wheel: 'nvidia-cuda-cupti', conda: 'cuda-cupti' },
        { id: 'install-cupti', summary: 'Install CUPTI if you want to profile.' },
      ),
    };
  },
};
