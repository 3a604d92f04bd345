import { valueOf } from '../../facts/fact.ts';
import { majorOf } from '../../knowledge/version.ts';
import { faultsOf, libraryEvidence } from '../library-fault.ts';
import { withCuda } from '../../remedies/packages.ts';
import type { Rule } from '../rule.ts';
import { wantedCuda } from '../wanted.ts';

/** CUDA 13 is here, and TensorFlow wants the libraries of CUDA 12. */
export const cuda13Installed: Rule<'cuda-13-installed'> = {
  id: 'cuda-13-installed',
  link: 'cuda-libraries',
  explains: [
    'cudnn-missing',
    'cuda-version-wrong',
    'nvcc-toolkit-confusion',
    'libdevice-missing',
    'ptxas-missing',
    'cuda-lib-missing',
  ],
  needs: ({ libraries }) => [libraries.needed, libraries.toolkits],
  check(input) {
    const { facts, knowledge } = input;
    const faults = faultsOf(facts, valueOf(facts.libraries.needed)).filter(
      (one) => one.fault === 'cuda-13',
    );
    if (faults.length === 0 || majorOf(wantedCuda(input) ?? '12') !== 12) return undefined;
    return {
      severity: 'error',
      summary:
        'CUDA 13 is installed, and this TensorFlow asks for the libraries of CUDA 12. The newer ones do not stand in.',
      evidence: [
        ...libraryEvidence(faults, 'the dynamic loader and the packages of this environment'),
      ],
      remedies: withCuda(facts, knowledge),
      ruledOut: [
        { id: 'driver-too-old', because: 'a driver for CUDA 13 also runs libraries of CUDA 12' },
      ],
    };
  },
};
