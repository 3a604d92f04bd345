import { valueOf } from '../../facts/fact.ts';
import { seen } from '../evidence.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** The processor lacks AVX, or the virtual machine hides it. */
export const avxMissing: Rule<'avx-missing'> = {
  id: 'avx-missing',
  link: 'python',
  withoutGpu: true,
  explains: ['tf-import-broken'],
  needs: ({ platform, tensorflow }) =>
    valueOf(platform.machine) === 'x86_64' ? [platform.cpuFeatures, tensorflow.packages] : [],
  check(input) {
    const { facts } = input;
    const features = valueOf(facts.platform.cpuFeatures);
    const x86 = valueOf(facts.platform.machine) === 'x86_64';
    if (
      !x86 ||
      features === undefined ||
      features.includes('avx') ||
      facts.tensorflow.installed.state !== 'known'
    )
      return undefined;
    return {
      severity: 'error',
      summary:
        'The processor (or the virtual machine) offers no AVX instructions, and TensorFlow stops without them.',
      evidence: [
        ...seen(
          'instructions of the processor',
          facts.platform.cpuFeatures,
          (all) => all.join(', ') || 'no AVX',
        ),
        ...seen('TensorFlow', facts.live.died),
      ],
      remedies: [
        remedy(
          'pass-cpu',
          'system',
          'In a virtual machine: pass the processor through (QEMU: `-cpu host`).',
        ),
        remedy(
          'other-build',
          'pip',
          "On an old processor: use conda-forge's TensorFlow or build it yourself.",
          ['conda create -n tf -c conda-forge tensorflow'],
        ),
      ],
    };
  },
};
