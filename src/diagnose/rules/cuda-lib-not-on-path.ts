import { valueOf } from '../../facts/fact.ts';
import { familyOf } from '../../facts/libraries.ts';
import { seen } from '../evidence.ts';
import { faultsOf, libraryEvidence } from '../library-fault.ts';
import { searchFolders, folderOf } from '../../remedies/library-path.ts';
import type { Rule } from '../rule.ts';

/** The right library is on the disk, in a folder that the loader does not search. */
export const cudaLibNotOnPath: Rule<'cuda-lib-not-on-path'> = {
  id: 'cuda-lib-not-on-path',
  link: 'cuda-libraries',
  explains: ['cudnn-missing', 'libdevice-missing', 'ptxas-missing'],
  needs: ({ libraries }) => [libraries.needed],
  check({ facts }) {
    const all = [
      ...(valueOf(facts.libraries.needed) ?? []),
      ...(valueOf(facts.cudnn.main) ? [valueOf(facts.cudnn.main)] : []),
    ];
    const faults = faultsOf(
      facts,
      all.filter((one) => one !== undefined),
    ).filter((one) => one.fault === 'not-on-path');
    const cudaToo = faults.some((one) => familyOf(one.library.soname) !== 'cudnn');
    if (!cudaToo || valueOf(facts.tensorflow.cudaBuild) === false) return undefined;
    const folders = [
      ...new Set(faults.flatMap((one) => (one.clue === null ? [] : [folderOf(one.clue)]))),
    ];
    return {
      severity: 'error',
      summary: `The CUDA libraries are on the disk (${folders.join(', ')}), but not where the loader looks.`,
      evidence: [
        ...libraryEvidence(faults, 'the dynamic loader, asked as TensorFlow asks'),
        ...seen('LD_LIBRARY_PATH', facts.environment.ldLibraryPath, (one) => one.join(':')),
      ],
      remedies: [searchFolders(facts, folders)],
      ruledOut: [
        {
          id: 'cuda-lib-missing',
          because: `the files exist, for example ${faults[0]?.clue ?? ''}`,
        },
      ],
    };
  },
};
