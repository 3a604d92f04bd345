import {
  makeCondaEnvironment,
  makeVenv,
  pipInstall,
  venvPackage,
} from '../remedies/install-words.ts';
import { commandsOf, containerToolkit, type Choice, type Step } from './recipe.ts';

/** Native Windows: a Linux inside it, which reaches the GPU. `inside` are the steps to take in it. */
export const throughWsl2 = (inside: readonly Step[]): readonly Step[] => [
  {
    summary:
      'In Windows: the current NVIDIA driver from nvidia.com/drivers. It serves WSL2 as well.',
    commands: [],
    check: { command: 'nvidia-smi', expect: 'the table with your GPU, in PowerShell' },
  },
  {
    summary:
      'In PowerShell as administrator: install WSL2 with Ubuntu 24.04, then restart Windows.',
    commands: ['wsl --install -d Ubuntu-24.04'],
    check: {
      command: 'wsl --list --verbose',
      expect: 'Ubuntu-24.04 with VERSION 2; with 1, type `wsl --set-version Ubuntu-24.04 2`',
    },
  },
  {
    summary: 'Bring WSL itself up to date.',
    commands: ['wsl --update', 'wsl --shutdown'],
    check: { command: 'wsl --version', expect: 'a version; an old WSL does not know the word' },
  },
  {
    summary:
      'Open Ubuntu from the start menu. Everything from here on is typed there. Never install an NVIDIA driver inside: it would hide the one of Windows.',
    commands: [`sudo apt update && sudo apt install -y ${venvPackage}`],
    check: { command: 'nvidia-smi', expect: 'the table with your GPU, now from inside WSL2' },
  },
  ...inside,
];

/** The last TensorFlow container of NVIDIA: 2.17.0 with CUDA 12.8, for x86-64 and for ARM servers, with code for 12.0. */
const image = 'nvcr.io/nvidia/tensorflow:25.02-tf2-py3';

/** NVIDIA's container, for GPUs that no package of PyPI has code for. */
export function nvidiaContainer(because: readonly string[]): Choice {
  const steps: readonly Step[] = [
    containerToolkit,
    {
      summary: `Get NVIDIA's container ${image}. It is the last one with TensorFlow; later months have none.`,
      commands: [`docker pull ${image}`],
      check: null,
    },
    {
      summary: 'See what TensorFlow finds.',
      commands: [],
      check: {
        command: `docker run --rm --gpus all ${image} python -c "import tensorflow as tf; print(tf.config.list_physical_devices('GPU'))"`,
        expect: 'a list with GPU:0 in it',
      },
    },
  ];
  return {
    tensorflow: '2.17.0+nv25.02',
    python: '3.12',
    manager: 'docker',
    packages: [],
    path: null,
    commands: commandsOf(steps),
    steps,
    because,
  };
}

/** conda-forge builds TensorFlow itself, one release of it for CUDA 12.8. */
export function condaForge(because: readonly string[]): Choice {
  const steps: readonly Step[] = [
    {
      summary: 'Make an environment with TensorFlow as conda-forge builds it for CUDA 12.8.',
      commands: [
        makeCondaEnvironment('-c conda-forge', '"tensorflow=2.19.1=cuda128*"'),
        'conda activate tf-gpu',
      ],
      check: {
        command: `python -c "import tensorflow as tf; print(tf.config.list_physical_devices('GPU'))"`,
        expect: 'a list with GPU:0 in it',
      },
    },
  ];
  return {
    tensorflow: '2.19.1',
    python: '3.12',
    manager: 'conda',
    packages: [],
    path: null,
    commands: commandsOf(steps),
    steps,
    because,
  };
}

/** A Mac with Apple's GPU: a pair of versions of which a user reported that it works. */
export function appleMetal(because: readonly string[]): Choice {
  const steps: readonly Step[] = [
    {
      summary: 'Make an environment of its own with Python 3.11.',
      commands: [makeVenv('python3.11', '~/tf-gpu')],
      check: {
        command: '~/tf-gpu/bin/python -c "import platform; print(platform.machine())"',
        expect: 'arm64',
      },
    },
    {
      summary:
        'Install TensorFlow 2.17.1 and Apple’s plugin in the version that was seen to work with it.',
      commands: [
        pipInstall('~/tf-gpu/bin/python', 'tensorflow==2.17.1', 'tensorflow-metal==1.1.0'),
      ],
      check: {
        command: `~/tf-gpu/bin/python -c "import tensorflow as tf; print(tf.config.list_physical_devices('GPU'))"`,
        expect: 'a list with GPU:0 in it',
      },
    },
  ];
  return {
    tensorflow: '2.17.1',
    python: '3.11',
    manager: 'pip',
    packages: ['tensorflow==2.17.1', 'tensorflow-metal==1.1.0'],
    path: null,
    commands: commandsOf(steps),
    steps,
    because,
  };
}
