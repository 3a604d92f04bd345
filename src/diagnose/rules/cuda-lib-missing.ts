import { valueOf } from '../../facts/fact.ts';
import { seen } from '../evidence.ts';
import { faultsOf, libraryEvidence } from '../library-fault.ts';
import { withCuda } from '../../remedies/packages.ts';
import type { Rule } from '../rule.ts';

/** CUDA libraries that TensorFlow opens are nowhere on this machine. */
export const cudaLibMissing: Rule<'cuda-lib-missing'> = {
  id: 'cuda-lib-missing',
  link: 'cuda-libraries',
  explains: [
    'cudnn-missing',
    'libdevice-missing',
    'ptxas-missing',
    'cupti-missing',
    'nvcc-toolkit-confusion',
  ],
  needs: ({ libraries }) => [libraries.needed],
  check({ facts, knowledge }) {
    const faults = faultsOf(facts, valueOf(facts.libraries.needed)).filter(
      (one) => one.fault === 'missing',
    );
    if (faults.length === 0 || valueOf(facts.tensorflow.cudaBuild) === false) return undefined;
    const names = faults.map((one) => one.library.soname).join(', ');
    return {
      severity: 'error',
      summary: `CUDA libraries that TensorFlow needs are not installed: ${names}.`,
      evidence: [
        ...libraryEvidence(faults, 'the dynamic loader, asked as TensorFlow asks'),
        ...seen('searched folders', facts.libraries.searchList, (all) =>
          all.slice(0, 8).join(', '),
        ),
      ],
      remedies: withCuda(facts, knowledge),
      ruledOut: [
        { id: 'cuda-lib-not-on-path', because: 'no file of that name was found on the disk' },
        ...(valueOf(facts.driver.cuInitUnmasked) === 0
          ? [
              {
                id: 'driver-not-loaded' as const,
                because:
                  'the driver answers: the message "Could not find cuda drivers" means these libraries',
              },
            ]
          : []),
      ],
    };
  },
};
