import { valueOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { faultsOf, libraryEvidence } from '../library-fault.ts';
import { searchFolders, folderOf, reachedFolders } from '../../remedies/library-path.ts';
import type { Rule } from '../rule.ts';

/** The packages are installed, and the framework library does not search all of their folders. */
export const andCudaPathBug: Rule<'and-cuda-path-bug'> = {
  id: 'and-cuda-path-bug',
  link: 'cuda-libraries',
  explains: ['cudnn-missing', 'cuda-lib-missing', 'cuda-lib-not-on-path'],
  needs: ({ libraries, tensorflow }) => [libraries.needed, tensorflow.installed],
  check({ facts }) {
    const main = valueOf(facts.cudnn.main);
    const all = [...(valueOf(facts.libraries.needed) ?? []), ...(main === undefined ? [] : [main])];
    const faults = faultsOf(facts, all).filter((one) => one.fault === 'path-bug');
    const reached = reachedFolders(facts);
    if (faults.length === 0 || reached === undefined) return undefined;
    const folders = [
      ...new Set(faults.flatMap((one) => (one.clue === null ? [] : [folderOf(one.clue)]))),
    ];
    const short = folders.map((one) => one.replace(/^.*[\\/]nvidia[\\/]/, 'nvidia/'));
    return {
      severity: 'error',
      summary: `The CUDA packages are installed, but this TensorFlow does not search ${short.join(', ')}. This is a fault of this TensorFlow, not of your set-up.`,
      evidence: [
        ...libraryEvidence(faults, 'the dynamic loader, asked as TensorFlow asks'),
        evidence(
          'package folders in its search path',
          reached.join(', ') || 'none',
          `RUNPATH of ${valueOf(facts.tensorflow.installed)?.framework?.path ?? 'libtensorflow_framework'}`,
        ),
      ],
      remedies: [searchFolders(facts, folders)],
      ruledOut: [
        {
          id: 'cuda-lib-missing',
          because: `the files are there, for example ${faults[0]?.clue ?? ''}`,
        },
      ],
    };
  },
};
