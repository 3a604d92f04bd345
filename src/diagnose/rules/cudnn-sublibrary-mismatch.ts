import { valueOf } from '../../facts/fact.ts';
import { isBad } from '../../facts/libraries.ts';
import { compareVersions } from '../../knowledge/version.ts';
import { evidence } from '../evidence.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { reinstall } from '../../remedies/cuda-parts.ts';
import { withCuda } from '../../remedies/packages.ts';
import type { Rule } from '../rule.ts';

/** cuDNN opens parts of itself; all must be there and of one version. */
export const cudnnSublibraryMismatch: Rule<'cudnn-sublibrary-mismatch'> = {
  id: 'cudnn-sublibrary-mismatch',
  link: 'cudnn',
  needs: ({ cudnn }) => [cudnn.main, cudnn.parts],
  check(input) {
    const { facts, knowledge } = input;
    const main = valueOf(facts.cudnn.main);
    if (main === undefined || isBad(main)) return undefined;
    const parts = valueOf(facts.cudnn.parts) ?? [];
    const bad = parts.filter(isBad);
    const other = parts.filter(
      (one) =>
        one.version !== null &&
        main.version !== null &&
        compareVersions(one.version, main.version) !== 0,
    );
    const logged = loggedCause(input, 'cudnn-sublibrary-mismatch');
    if (bad.length === 0 && other.length === 0 && logged === undefined) return undefined;
    // A part may be left out on purpose: what TensorFlow computed decides.
    const tried = valueOf(facts.live.computations);
    if (tried !== undefined && tried.every((one) => one.result === 'ok')) return undefined;
    return {
      severity: tried === undefined && logged === undefined ? 'warning' : 'error',
      summary:
        'cuDNN is made of several libraries, and here they do not belong together: some are missing or of another version.',
      evidence: [
        evidence(
          main.soname,
          `${main.version ?? 'unknown version'} (${main.path ?? ''})`,
          'the dynamic loader',
        ),
        ...[...bad, ...other]
          .slice(0, 6)
          .map((one) =>
            evidence(
              one.soname,
              one.path === null
                ? 'not found'
                : `${one.version ?? one.error ?? 'does not load'} (${one.path})`,
              'the dynamic loader',
            ),
          ),
        ...(logged === undefined ? [] : logEvidence(input, logged)),
      ],
      remedies: [
        ...reinstall(facts, /^(?:nvidia-)?cudnn/u, {
          id: 'reinstall-cudnn',
          summary:
            'Install cuDNN again in the version that is there, and take other folders with cuDNN out of LD_LIBRARY_PATH.',
        }),
        ...withCuda(facts, knowledge).slice(0, 1),
      ],
    };
  },
};
