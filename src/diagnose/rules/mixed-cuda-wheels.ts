import { valueOf } from '../../facts/fact.ts';
import { distributionsLike } from '../../facts/tensorflow.ts';
import { seen, evidence } from '../evidence.ts';
import { faultsOf, libraryEvidence } from '../library-fault.ts';
import { keepFolders, folderOf } from '../../remedies/library-path.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** A library of one CUDA major pulls in one of another. */
export const mixedCudaWheels: Rule<'mixed-cuda-wheels'> = {
  id: 'mixed-cuda-wheels',
  link: 'cuda-libraries',
  explains: ['cuda-library-broken', 'stale-ld-library-path'],
  needs: ({ libraries }) => [libraries.needed],
  check({ facts }) {
    const faults = faultsOf(facts, valueOf(facts.libraries.needed)).filter(
      (one) => one.fault === 'mixed',
    );
    const first = faults[0];
    if (first === undefined) return undefined;
    const wheels = distributionsLike(facts.tensorflow, /^nvidia-.*-cu1[123]$/);
    const folder = first.library.path === null ? undefined : folderOf(first.library.path);
    const kept = (valueOf(facts.environment.ldLibraryPath) ?? []).filter((one) => one !== folder);
    return {
      severity: 'error',
      summary: `Libraries of two CUDA versions are mixed: ${first.library.soname} was taken from another CUDA and asks for ${first.clue ?? ''}.`,
      evidence: [
        ...libraryEvidence(faults, 'the dynamic loader'),
        ...seen('CUDA that the wheel was built for', facts.tensorflow.builtCuda),
        ...(wheels.length > 0
          ? [
              evidence(
                'CUDA packages',
                wheels.map((one) => one.name).join(', '),
                'installed packages',
              ),
            ]
          : []),
      ],
      remedies: [
        keepFolders(
          facts,
          'drop-other-cuda',
          'Take the folders of the other CUDA out of LD_LIBRARY_PATH.',
          kept,
        ),
        remedy(
          'own-environment',
          'pip',
          'Give each framework an environment of its own, so that their CUDA packages do not meet.',
        ),
      ],
    };
  },
};
