import type { DecidingQuestion } from './deciding.ts';
import { type Fact, valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';

/** What CUDA answered when it was started. */
const answer = (code: number): string => (code === 0 ? 'starts' : `answers ${code}`);

const maskHere = ({ environment, driver }: Facts): string | undefined => {
  const { mask, variables } = environment;
  if (variables.state !== 'known') return undefined;
  const set =
    mask.state === 'known'
      ? `CUDA_VISIBLE_DEVICES is ${mask.value.value || 'empty'}`
      : 'CUDA_VISIBLE_DEVICES is not set';
  const seen = valueOf(driver.cuInitUnmasked);
  return seen === undefined ? `${set}.` : `${set}; without it, CUDA ${answer(seen)}.`;
};

const gpuHere = ({ gpus }: Facts): string | undefined =>
  gpus.present.state === 'known'
    ? `There is ${gpus.present.value.map(({ name }) => name ?? 'an NVIDIA GPU').join(', ')}.`
    : gpus.present.state === 'absent'
      ? 'There is no NVIDIA GPU.'
      : undefined;

const libcudaHere = ({ driver }: Facts): string | undefined =>
  told(driver.libcuda, (path) => `libcuda is ${path}.`, 'libcuda.so.1 cannot be loaded.');

const containerHere = ({ container }: Facts): string | undefined =>
  told(
    container.container,
    ({ kind }) => `This is a container (${kind}).`,
    'This is no container.',
  );

const librariesHere = ({ libraries }: Facts): string | undefined =>
  told(libraries.needed, (all) => {
    const missing = all.filter(({ loads }) => loads === false).map(({ soname }) => soname);
    return missing.length === 0
      ? 'Every library that TensorFlow asks for can be loaded.'
      : `These cannot be loaded: ${missing.join(', ')}.`;
  });

const cudnnHere = ({ cudnn }: Facts): string | undefined =>
  told(cudnn.version, (version) => `cuDNN ${version} is loaded.`, 'No cuDNN can be loaded.');

const capabilityHere = ({ gpus }: Facts): string | undefined =>
  told(gpus.present, (all) =>
    all
      .map(
        ({ name, capability }) =>
          `${name ?? 'The GPU'} has ${capability ?? 'an unknown capability'}.`,
      )
      .join(' '),
  );

const memoryHere = ({ memory }: Facts): string | undefined =>
  told(memory.gpus, (all) =>
    all
      .map(
        ({ name, memoryFreeMiB, memoryTotalMiB }) =>
          `${name ?? 'The GPU'}: ${memoryFreeMiB ?? '?'} of ${memoryTotalMiB ?? '?'} MiB are free.`,
      )
      .join(' '),
  );

const buildHere = ({ tensorflow }: Facts): string | undefined =>
  told(
    tensorflow.cudaBuild,
    (isCuda) => `TensorFlow is built ${isCuda ? 'with' : 'without'} CUDA.`,
  );

const cuInitHere = ({ driver }: Facts): string | undefined =>
  told(driver.cuInit, (code) => `CUDA ${answer(code)}.`);

const kernelLogHere = ({ driver }: Facts): string | undefined =>
  told(
    driver.kernelMessages,
    (lines) => `The kernel's log ends with: ${lines.at(-1) ?? ''}`,
    "The kernel's log says nothing of the driver.",
  );

function told<T>(fact: Fact<T>, say: (value: T) => string, ifAbsent?: string): string | undefined {
  if (fact.state === 'known') return say(fact.value);
  return fact.state === 'absent' ? ifAbsent : undefined;
}

/** The facts that decide between causes which print the same lines. */
export const decidingQuestions: readonly DecidingQuestion[] = [
  {
    between: ['no-gpu-listed', 'tf-cpu-build', 'windows-native-no-gpu', 'arm64-cpu-wheel'],
    evenAlone: true,
    fact: 'whether this TensorFlow is built with CUDA',
    command:
      'python3 -c "import tensorflow as tf; print(tf.__version__, tf.test.is_built_with_cuda())"',
    windows:
      'python -c "import tensorflow as tf; print(tf.__version__, tf.test.is_built_with_cuda())"',
    here: buildHere,
  },
  {
    between: [
      'no-gpu-listed',
      'cuda-lib-missing',
      'cuda-visible-devices',
      'driver-not-loaded',
      'no-nvidia-gpu',
    ],
    evenAlone: true,
    fact: 'whether the driver sees a GPU',
    command: 'nvidia-smi',
    here: gpuHere,
  },
  {
    between: [
      'nothing-wrong-below-tensorflow',
      'cuda-lib-missing',
      'cuda-visible-devices',
      'tf-cpu-build',
      'windows-native-no-gpu',
    ],
    evenAlone: true,
    fact: 'what TensorFlow itself prints',
    command: 'python3 -c "import tensorflow as tf; print(tf.config.list_physical_devices())"',
    windows: 'python -c "import tensorflow as tf; print(tf.config.list_physical_devices())"',
    here: librariesHere,
  },
  {
    between: ['cuda-visible-devices', 'no-nvidia-gpu', 'container-no-gpu', 'scheduler-gave-no-gpu'],
    evenAlone: true,
    fact: 'the value of CUDA_VISIBLE_DEVICES in this process',
    command: 'echo "[$CUDA_VISIBLE_DEVICES]"',
    windows: 'echo [%CUDA_VISIBLE_DEVICES%]',
    here: maskHere,
  },
  {
    between: ['no-nvidia-gpu', 'libcuda-missing', 'driver-not-loaded', 'cuda-lib-missing'],
    evenAlone: true,
    fact: 'whether this computer has an NVIDIA GPU',
    command: 'lspci | grep -i nvidia',
    windows: 'wmic path win32_VideoController get name',
    here: gpuHere,
  },
  {
    between: ['libcuda-missing', 'wsl-libcuda-path', 'libcuda-compat-shadow', 'driver-not-loaded'],
    fact: 'which libcuda.so.1 the loader finds',
    command: 'ldconfig -p | grep libcuda.so.1',
    here: libcudaHere,
  },
  {
    between: ['container-no-gpu', 'driver-not-loaded', 'libcuda-missing', 'libcuda-compat-shadow'],
    fact: 'whether the program runs in a container',
    command: 'ls /.dockerenv /run/.containerenv',
    here: containerHere,
  },
  {
    between: [
      'cuda-lib-missing',
      'cuda-lib-not-on-path',
      'cuda-version-wrong',
      'and-cuda-path-bug',
    ],
    evenAlone: true,
    fact: 'which CUDA libraries are on the disk, and where the loader looks',
    command:
      'python3 -m pip list | grep -i nvidia; ldconfig -p | grep -E "libcudart|libcublas"; echo "[$LD_LIBRARY_PATH]"',
    windows: 'where cudart64_110.dll',
    here: librariesHere,
  },
  {
    between: [
      'cudnn-missing',
      'cuda-library-broken',
      'cudnn-sublibrary-mismatch',
      'cudnn-version-mismatch',
    ],
    fact: 'which cuDNN is loaded',
    command: 'python3 -m pip list | grep -i cudnn; ldconfig -p | grep libcudnn',
    here: cudnnHere,
  },
  {
    between: ['cudnn-version-mismatch', 'memory-growth-needed'],
    fact: 'the lines at level E that TensorFlow prints above this one',
    command: 'TF_CPP_MIN_LOG_LEVEL=0 python3 train.py 2>&1 | tf-gpu-doctor explain',
    here: cudnnHere,
  },
  {
    between: ['gpu-oom', 'gpu-memory-held', 'memory-growth-needed'],
    fact: 'how much memory is free before the program starts, and who holds the rest',
    command: 'nvidia-smi --query-compute-apps=pid,name,used_memory --format=csv',
    here: memoryHere,
  },
  {
    between: ['uvm-not-initialised', 'suspend-resume-cuinit-999'],
    evenAlone: true,
    fact: 'whether the computer slept since it was started, and whether the device file is there',
    command: 'ls -l /dev/nvidia-uvm; journalctl -b | grep -i "PM: suspend"',
    here: cuInitHere,
  },
  {
    between: ['compute-capability-too-low', 'compute-capability-too-new'],
    fact: 'the compute capability of the GPU',
    command: 'nvidia-smi --query-gpu=name,compute_cap --format=csv',
    here: capabilityHere,
  },
  {
    between: [
      'gpu-not-initialised',
      'driver-dropped-gpu',
      'blackwell-needs-open-module',
      'gpu-hardware-fault',
    ],
    evenAlone: true,
    fact: "what the kernel's log says of the GPU",
    command: 'sudo dmesg | grep -E "NVRM|Xid"',
    here: kernelLogHere,
  },
  {
    between: ['display-watchdog-timeout', 'gpu-hardware-fault'],
    evenAlone: true,
    fact: "which Xid the kernel's log has at that time",
    command: 'sudo dmesg | grep Xid',
    here: kernelLogHere,
  },
  {
    between: ['system-driver-mismatch-803', 'driver-library-mismatch', 'forward-compat-804'],
    fact: 'the versions of the kernel module and of libcuda',
    command: 'cat /proc/driver/nvidia/version; ldconfig -p | grep libcuda.so',
    here: libcudaHere,
  },
  {
    between: ['driver-too-old', 'nothing-wrong-below-tensorflow'],
    evenAlone: true,
    fact: 'the version of TensorFlow',
    command: 'python3 -m pip list | grep -i tensorflow',
    here: ({ tensorflow }) =>
      told(
        tensorflow.version,
        (version) => `TensorFlow is ${version}.`,
        'TensorFlow is not installed.',
      ),
  },
  {
    between: ['tf-cpu-build', 'conda-cpu-build', 'arm64-cpu-wheel'],
    fact: 'which package of TensorFlow is installed, and from where',
    command: 'conda list tensorflow; python3 -m pip list | grep -i tensorflow',
    here: buildHere,
  },
  {
    between: ['python-version-unsupported', 'python-32bit'],
    fact: 'the version of Python and whether it is a 64-bit one',
    command: 'python3 -c "import sys, struct; print(sys.version, 8 * struct.calcsize(\'P\'))"',
    windows: 'python -c "import sys, struct; print(sys.version, 8 * struct.calcsize(\'P\'))"',
    here: ({ python }) => told(python.version, (version) => `Python is ${version}.`),
  },
  {
    between: ['gpu-hardware-fault', 'container-lost-gpu', 'driver-not-loaded'],
    fact: 'whether nvidia-smi works outside the container, or after a restart',
    command: 'nvidia-smi',
    here: gpuHere,
  },
];
