import { valueOf } from '../../facts/fact.ts';
import { seen } from '../evidence.ts';
import { faultsOf, libraryEvidence } from '../library-fault.ts';
import { withCuda } from '../../remedies/packages.ts';
import type { Rule } from '../rule.ts';
import { wantedCuda } from '../wanted.ts';

/** Another CUDA than the one whose names TensorFlow asks for. */
export const cudaVersionWrong: Rule<'cuda-version-wrong'> = {
  id: 'cuda-version-wrong',
  link: 'cuda-libraries',
  explains: [
    'cudnn-missing',
    'nvcc-toolkit-confusion',
    'libdevice-missing',
    'ptxas-missing',
    'cuda-lib-missing',
  ],
  needs: ({ libraries }) => [libraries.needed, libraries.toolkits],
  check(input) {
    const { facts, knowledge } = input;
    const faults = faultsOf(facts, valueOf(facts.libraries.needed)).filter(
      (one) => one.fault === 'other-version',
    );
    if (faults.length === 0 || valueOf(facts.tensorflow.cudaBuild) === false) return undefined;
    return {
      severity: 'error',
      summary: `TensorFlow asks for CUDA ${wantedCuda(input) ?? 'libraries'} (${faults[0]?.library.soname ?? ''}); installed is another version: ${faults[0]?.clue ?? ''}.`,
      evidence: [
        ...libraryEvidence(faults, 'the dynamic loader and the toolkits on the disk'),
        ...seen('CUDA that the wheel was built for', facts.tensorflow.builtCuda),
      ],
      remedies: withCuda(facts, knowledge),
      ruledOut: [
        {
          id: 'cuda-lib-not-on-path',
          because: 'no file with the name that TensorFlow asks for was found',
        },
      ],
    };
  },
};
