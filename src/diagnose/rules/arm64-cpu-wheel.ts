import { valueOf } from '../../facts/fact.ts';
import { seen } from '../evidence.ts';
import { ngcContainer } from '../../remedies/container.ts';
import type { Rule } from '../rule.ts';

/** The ARM wheel for Linux has no GPU support. */
export const arm64CpuWheel: Rule<'arm64-cpu-wheel'> = {
  id: 'arm64-cpu-wheel',
  link: 'tensorflow-build',
  needs: ({ tensorflow, platform }) =>
    tensorflow.installed.state === 'absent' ? [] : [tensorflow.cudaBuild, platform.machine],
  check({ facts }) {
    const arm =
      valueOf(facts.platform.os) === 'linux' && valueOf(facts.platform.machine) === 'arm64';
    if (
      !arm ||
      valueOf(facts.tensorflow.cudaBuild) !== false ||
      valueOf(facts.tensorflow.fromConda) === true
    )
      return undefined;
    return {
      severity: facts.gpus.present.state === 'known' ? 'error' : 'info',
      summary: "PyPI's TensorFlow for ARM Linux works on the processor only.",
      evidence: [
        ...seen('machine', facts.platform.machine),
        ...seen('built with CUDA', facts.tensorflow.cudaBuild, (yes) => (yes ? 'yes' : 'no')),
      ],
      remedies: [ngcContainer(facts, "Use NVIDIA's TensorFlow container, which has CUDA for ARM.")],
    };
  },
};
