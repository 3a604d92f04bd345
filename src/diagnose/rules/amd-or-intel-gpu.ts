import { valueOf, sourceOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

const makers: Readonly<Record<string, string>> = { '0x1002': 'AMD', '0x8086': 'Intel' };

/** A graphics card of another maker, which the usual TensorFlow does not use. */
export const amdOrIntelGpu: Rule<'amd-or-intel-gpu'> = {
  id: 'amd-or-intel-gpu',
  link: 'hardware',
  withoutGpu: true,
  explains: ['no-nvidia-gpu'],
  check({ facts }) {
    const others = valueOf(facts.gpus.others);
    if (others === undefined || facts.gpus.present.state !== 'absent') return undefined;
    if (valueOf(facts.tensorflow.rocmBuild) === true || facts.live.listed.state === 'known')
      return undefined;
    const maker = makers[others[0]?.vendor ?? ''] ?? 'another maker';
    const plugin = maker === 'AMD' ? 'tensorflow-rocm' : 'intel-extension-for-tensorflow';
    return {
      severity: 'info',
      summary: `The graphics card of this machine is from ${maker}. The usual TensorFlow uses only NVIDIA GPUs and works on the processor here.`,
      evidence: others.map((one) =>
        evidence(
          `${maker} device`,
          `${one.address} (${one.vendor}:${one.device})`,
          sourceOf(facts.gpus.others),
        ),
      ),
      remedies: [
        remedy(
          'use-other-build',
          'pip',
          `The maker offers a build or plugin of its own, ${plugin}, for some GPUs and some versions: read its list of GPUs first.`,
        ),
      ],
    };
  },
};
