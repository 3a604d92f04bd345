import { valueOf } from '../../facts/fact.ts';
import { seen, evidence } from '../evidence.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';
import { inContainer } from '../where.ts';

/** The listing could be read, and there is no NVIDIA GPU: nothing is broken. */
export const noNvidiaGpu: Rule<'no-nvidia-gpu'> = {
  id: 'no-nvidia-gpu',
  link: 'hardware',
  withoutGpu: true,
  needs: ({ gpus }) => [gpus.present],
  check({ facts }) {
    const { present } = facts.gpus;
    const mac = valueOf(facts.platform.os) === 'mac';
    // TensorFlow may compute on a GPU of another maker; then there is nothing to say of NVIDIA's.
    if (facts.live.listed.state === 'known' || facts.gpus.otherKind.state === 'known')
      return undefined;
    if (present.state !== 'absent' || (mac && valueOf(facts.platform.machine) === 'arm64'))
      return undefined;
    return {
      severity: 'info',
      summary: mac
        ? 'This Mac has no NVIDIA GPU that TensorFlow could use; it works on the processor.'
        : facts.tensorflow.version.state === 'absent'
          ? 'This machine has no NVIDIA GPU. TensorFlow would work on the processor.'
          : 'This machine has no NVIDIA GPU. TensorFlow works on the processor. Nothing to repair.',
      evidence: [
        evidence('NVIDIA GPUs', 'none in the list of devices', present.source),
        ...seen('NVIDIA driver', facts.driver.libcuda),
      ],
      remedies: [
        remedy(
          'use-another-machine',
          'hardware',
          'If you need a GPU, use a machine that has one: a hosted notebook (Colab, Kaggle), your cluster, or a cloud instance.',
        ),
      ],
      ruledOut: [
        { id: 'cuda-lib-missing', because: 'CUDA libraries are of no use without an NVIDIA GPU' },
        {
          id: 'container-no-gpu',
          because: inContainer(facts)
            ? 'the devices of the host are visible in this container, and no NVIDIA GPU is among them'
            : 'this is not a container',
        },
      ],
    };
  },
};
