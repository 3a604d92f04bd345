import { valueOf } from '../../facts/fact.ts';
import { seen } from '../evidence.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { condaLine } from '../../remedies/install.ts';
import { remedy } from '../../remedies/remedy.ts';
import { unsetVariable } from '../../remedies/shell.ts';
import type { Rule } from '../rule.ts';

/** The C++ library that wins is older than TensorFlow needs. */
export const glibcxxTooOld: Rule<'glibcxx-too-old'> = {
  id: 'glibcxx-too-old',
  link: 'python',
  withoutGpu: true,
  explains: ['tf-import-broken'],
  needs: ({ live, platform }) => (valueOf(platform.os) === 'linux' ? [live.log] : []),
  check(input) {
    const { facts } = input;
    const logged = loggedCause(input, 'glibcxx-too-old');
    if (logged === undefined) return undefined;
    return {
      severity: 'error',
      summary:
        'The C++ library (libstdc++) or C library that is loaded is older than the one that TensorFlow needs.',
      evidence: [
        ...logEvidence(input, logged),
        ...seen(
          'libstdc++ that is loaded',
          facts.platform.libstdcxx,
          (one) => `${one.path} (${one.newestGlibcxx ?? 'unknown version'})`,
        ),
        ...seen('LD_LIBRARY_PATH', facts.environment.ldLibraryPath, (all) => all.join(':')),
      ],
      remedies: [
        valueOf(facts.python.kind) === 'conda'
          ? remedy('update-libstdcxx', 'pip', "Renew conda's C++ library.", [
              condaLine(facts, 'install', ['-c', 'conda-forge', 'libstdcxx-ng']),
            ])
          : remedy(
              'drop-old-libstdcxx',
              'env',
              'Take the folder of the old library out of LD_LIBRARY_PATH, or update the system.',
              [unsetVariable('LD_LIBRARY_PATH', facts)],
              { LD_LIBRARY_PATH: null },
            ),
      ],
    };
  },
};
