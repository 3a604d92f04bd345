import { valueOf } from '../../facts/fact.ts';
import { minorOf } from '../../knowledge/version.ts';
import { evidence } from '../evidence.ts';
import type { Rule } from '../rule.ts';
import { wantedCuda } from '../wanted.ts';

/** The version of nvcc says nothing of what TensorFlow loads. */
export const nvccToolkitConfusion: Rule<'nvcc-toolkit-confusion'> = {
  id: 'nvcc-toolkit-confusion',
  link: 'cuda-libraries',
  needs: ({ libraries }) => [libraries.toolkits],
  check(input) {
    const { facts } = input;
    const nvcc = valueOf(facts.libraries.toolkits)?.nvcc;
    const wanted = wantedCuda(input);
    if (!nvcc?.version || wanted === undefined || minorOf(nvcc.version) === minorOf(wanted))
      return undefined;
    return {
      severity: 'info',
      summary: `nvcc is of CUDA ${nvcc.version}; TensorFlow uses CUDA ${wanted}. That is no fault: TensorFlow does not use nvcc.`,
      evidence: [
        evidence('nvcc', `${nvcc.version} (${nvcc.path})`, 'nvcc'),
        evidence('CUDA of TensorFlow', wanted, 'build_info.py of TensorFlow'),
      ],
      remedies: [],
    };
  },
};
