import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { remedy, type Remedy } from './remedy.ts';

/** Starts the container again, with the GPU, the way of its engine. */
export function startWithGpu(facts: Facts): Remedy {
  const kind = valueOf(facts.container.container)?.kind ?? 'docker';
  switch (kind) {
    case 'kubernetes':
      return remedy(
        'request-gpu',
        'system',
        'Ask for a GPU in the pod: the limit `nvidia.com/gpu: 1`, on a cluster with the NVIDIA device plugin.',
        ['kubectl describe node | grep nvidia.com/gpu'],
      );
    case 'apptainer':
    case 'singularity':
      return remedy('start-with-nv', 'system', 'Start the container with `--nv`.', [
        'apptainer exec --nv IMAGE python3',
      ]);
    case 'podman':
      return remedy(
        'start-with-gpus',
        'system',
        'Start the container with the NVIDIA device of CDI.',
        [
          'sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml',
          'podman run --device nvidia.com/gpu=all IMAGE',
        ],
      );
    case 'lxc':
      return remedy(
        'pass-devices',
        'system',
        'Pass /dev/nvidia* of the host into the container, nvidia-uvm too, and use the same driver version inside.',
      );
    default:
      return remedy(
        'start-with-gpus',
        'system',
        'Install nvidia-container-toolkit on the host and start the container with `--gpus all`.',
        ['docker run --rm --gpus all IMAGE nvidia-smi'],
      );
  }
}
