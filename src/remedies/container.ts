import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { remedy, type Remedy } from './remedy.ts';

/** The last TensorFlow container of NVIDIA. Source: NGC catalog; release notes of 25.02 say that no later one follows. */
const lastNgc = 'nvcr.io/nvidia/tensorflow:25.02-tf2-py3';

const imageWord = 'IMAGE stands for the name of your image.';

/** Where a hosted notebook has its GPUs. */
const hostedMenus: Readonly<Record<string, string>> = {
  colab: 'In Colab: choose Runtime, Change runtime type, then a GPU, and run the cells again.',
  kaggle: 'On Kaggle: choose Settings, Accelerator, then a GPU. It needs a verified phone number.',
  sagemaker:
    'In SageMaker: stop the instance or space, and choose a type with an NVIDIA GPU, such as ml.g4dn.xlarge.',
  databricks: 'On Databricks: attach the notebook to a cluster whose worker type has a GPU.',
  codespaces: 'Codespaces has no GPUs. Use another hosted notebook, such as Colab or Kaggle.',
};

/** Starts the container again, with the GPU, the way of its engine; in a hosted notebook, its own menu. */
export function startWithGpu(facts: Facts): Remedy {
  const hosted = valueOf(facts.container.hosted);
  const menu = hosted === undefined ? undefined : hostedMenus[hosted];
  if (menu !== undefined) return remedy('choose-gpu-runtime', 'system', menu);
  switch (engineOf(facts)) {
    case 'kubernetes':
      return remedy(
        'request-gpu',
        'system',
        'Ask for a GPU in the pod: under `resources`, `limits` write `nvidia.com/gpu: 1`. The cluster needs the NVIDIA device plugin; this shows whether its nodes offer GPUs:',
        ['kubectl describe nodes | grep nvidia.com/gpu'],
      );
    case 'apptainer':
    case 'singularity':
      return remedy('start-with-nv', 'system', `Start the container with \`--nv\`. ${imageWord}`, [
        `${engineOf(facts)} exec --nv IMAGE python3`,
      ]);
    case 'podman':
      return remedy(
        'start-with-gpus',
        'system',
        `On the computer that runs the container: describe its GPUs to Podman, then start the container with them. ${imageWord}`,
        [
          'sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml',
          'podman run --device nvidia.com/gpu=all IMAGE',
        ],
      );
    case 'lxc':
      return remedy(
        'pass-devices',
        'system',
        'On the computer that runs the container: pass its GPU in, and let it bring its driver (`nvidia.runtime`). CONTAINER stands for its name.',
        [
          'incus config device add CONTAINER gpu gpu',
          'incus config set CONTAINER nvidia.runtime=true',
          'incus restart CONTAINER',
        ],
      );
    case undefined:
      return remedy(
        'pass-devices',
        'system',
        'On the computer that runs the container: give it the GPU. In LXC and Proxmox pass /dev/nvidia0, /dev/nvidiactl and /dev/nvidia-uvm in, and install the same version of the driver inside, without its kernel module.',
      );
    default:
      return withDocker(facts);
  }
}

function withDocker(facts: Facts): Remedy {
  // On a Jetson the GPU comes with NVIDIA's runtime; `--gpus` finds none there.
  const options = facts.platform.jetson.state === 'known' ? '--runtime nvidia' : '--gpus all';
  const command = facts.platform.jetson.state === 'known' ? '' : ' nvidia-smi';
  return remedy(
    'start-with-gpus',
    'system',
    `On the computer that runs the container: install nvidia-container-toolkit, then start the container with \`${options}\`. ${imageWord}`,
    [`docker run --rm ${options} IMAGE${command}`],
  );
}

/** Starts the container with more options than now: `--shm-size=1g`. Each engine has its own words. */
export function startWithOptions(
  facts: Facts,
  id: string,
  summary: string,
  options: { readonly docker: string; readonly kubernetes?: string },
): Remedy {
  const engine = engineOf(facts);
  if (engine === 'kubernetes') return remedy(id, 'system', options.kubernetes ?? summary);
  if (engine === 'podman') {
    return remedy(id, 'system', `${summary} ${imageWord}`, [
      `podman run --device nvidia.com/gpu=all ${options.docker} IMAGE`,
    ]);
  }
  return remedy(id, 'system', `${summary} ${imageWord}`, [
    `docker run --gpus all ${options.docker} IMAGE`,
  ]);
}

/** NVIDIA's own build in a container: for ARM servers, which have no GPU wheel, and for GPUs newer than the wheels. */
export function ngcContainer(facts: Facts, why: string): Remedy {
  if (facts.platform.jetson.state === 'known') {
    return remedy(
      'jetson-build',
      'system',
      "Use NVIDIA's TensorFlow for Jetson, in the version for your JetPack. Its documentation is at docs.nvidia.com/deeplearning/frameworks/install-tf-jetson-platform.",
    );
  }
  return remedy('ngc-container', 'system', `${why} Its last version is 25.02.`, [
    `docker run --rm -it --gpus all ${lastNgc}`,
  ]);
}

/** The engine of this container; undefined where only its effects are seen. */
function engineOf(facts: Facts): string | undefined {
  return valueOf(facts.container.container)?.kind;
}
