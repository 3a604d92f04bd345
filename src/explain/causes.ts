/** What a cause means when a text shows it, in one sentence for a beginner. By finding id. */
export const causes = {
  'and-cuda-path-bug':
    'The CUDA packages are installed, but this TensorFlow does not look into all of their folders.',
  'arm64-cpu-wheel': 'The ARM package of TensorFlow for Linux has no GPU support.',
  'avx-missing': 'The processor lacks AVX instructions that this TensorFlow needs.',
  'blackwell-needs-open-module':
    "This GPU works only with NVIDIA's open kernel module, and the closed one is installed.",
  'compute-capability-too-low':
    'The GPU is older than the oldest kind of GPU that this TensorFlow was built for.',
  'compute-capability-too-new':
    'The GPU is newer than this TensorFlow; its code must first be compiled for it, or cannot run at all.',
  'conda-cpu-build': "conda installed TensorFlow's build for processors only.",
  'container-lost-gpu':
    'The container had the GPU and lost it, usually after a reload of system services.',
  'container-no-compute-capability':
    'The container got the GPU without the right to compute on it.',
  'container-no-gpu': 'The container was started without access to the GPU.',
  'container-shm-too-small':
    "The container's shared memory is too small for several GPUs to talk through.",
  'cudnn-too-old-for-xla':
    'The cuDNN that was loaded is too old for what XLA compiles in this TensorFlow.',
  'cudnn-too-new-for-gpu': 'The cuDNN that was loaded has no code for a GPU this old.',
  'cuda-after-fork':
    'CUDA was used in a process that was forked after TensorFlow had touched the GPU.',
  'cuda-lib-missing': 'A CUDA library that TensorFlow needs is not installed.',
  'cuda-lib-not-on-path': 'The right CUDA library is on the disk, but not where the loader looks.',
  'cuda-library-broken':
    'A CUDA library is there but cannot be loaded: it is damaged, or something that it needs is missing.',
  'cuda-version-wrong':
    'Another version of CUDA is installed than the one this TensorFlow asks for.',
  'cuda-visible-devices':
    'The driver works but shows no GPU to this process, most often because CUDA_VISIBLE_DEVICES hides it.',
  'cudnn-missing': 'The cuDNN library that TensorFlow needs was not found.',
  'cudnn-sublibrary-mismatch': 'Parts of cuDNN are missing or belong to another version.',
  'cudnn-version-mismatch':
    'The cuDNN that was loaded does not fit the one that TensorFlow was built with.',
  'cupti-missing': "The profiler's library CUPTI was not found; training is not affected.",
  'cupti-permission': 'The driver lets only administrators read the profiling counters.',
  'device-cgroup-denied':
    'The system denies this process the devices of the GPU, although their files are open.',
  'device-permission': 'This user may not open the device files of the GPU.',
  'display-watchdog-timeout':
    'A computation ran so long that the watchdog of the display stopped it, or it failed on the GPU.',
  'driver-dropped-gpu':
    'The NVIDIA driver is too new for this GPU: an older branch is the last that drives it.',
  'driver-library-mismatch':
    'The loaded kernel module and the library of the NVIDIA driver have different versions; a restart usually repairs it.',
  'driver-not-loaded': "The NVIDIA driver's kernel module is not running.",
  'driver-too-old': 'The NVIDIA driver is too old for these CUDA libraries.',
  'fabric-manager-802': 'The Fabric Manager of this NVSwitch machine is not running.',
  'forward-compat-804':
    'A library for forward compatibility is loaded, which this GPU does not support.',
  'glibcxx-too-old': 'The C++ library of this system is older than the one that TensorFlow needs.',
  'gpu-busy-exclusive-mode': 'The GPU is set to serve one process, and another one has it.',
  'gpu-hardware-fault': 'The driver reports a fault of the GPU itself.',
  'gpu-memory-held': 'Another process holds the memory of the GPU.',
  'gpu-not-initialised': 'The NVIDIA driver runs, but it could not start the GPU.',
  'gpu-oom': 'The model or the batch does not fit into the memory of the GPU.',
  'gpu-too-few-multiprocessors':
    'TensorFlow skips this GPU because it is much smaller than the other one.',
  'harmless-only':
    'Nothing in this text is a fault; these lines are printed on working machines too.',
  'keras3-incompatibility':
    'The code was written for Keras 2 and runs on Keras 3, or the two are mixed.',
  'libcuda-compat-shadow':
    "A stub or compatibility library is loaded instead of the driver's own libcuda.",
  'libcuda-missing': "The driver's library libcuda.so.1 could not be loaded.",
  'libdevice-missing': 'XLA cannot find the file libdevice.10.bc that it compiles with.',
  'macos-metal-plugin': 'The plugin tensorflow-metal does not fit this TensorFlow.',
  'memory-growth-after-init': 'The GPU was configured after TensorFlow had already started it.',
  'memory-growth-differs': 'Memory growth is set for some GPUs and not for others.',
  'memory-growth-needed':
    'cuDNN or cuBLAS could not start, mostly because TensorFlow had taken all of the memory.',
  'mixed-cuda-wheels': 'Libraries of two CUDA versions are mixed in one process.',
  'model-pinned-to-gpu': 'The model demands a GPU that is not there.',
  'mps-other-user': 'The Multi-Process Service of NVIDIA does not answer this user.',
  'msvc-runtime-missing': 'The Microsoft Visual C++ runtime is missing or too old.',
  'nccl-not-available-windows': 'NCCL, which several GPUs talk through, does not exist on Windows.',
  'no-gpu-listed':
    'TensorFlow lists no GPU here, and the text does not say why. The messages that it prints before the list do.',
  'nothing-wrong-below-tensorflow':
    'The driver runs and sees the GPU, so nothing is wrong below TensorFlow.',
  'nvcc-toolkit-confusion':
    'nvcc belongs to the toolkit for programmers, which TensorFlow does not use.',
  'mig-partition': 'MIG is switched on, and this program can use no part of the GPU.',
  'no-nvidia-gpu':
    'There seems to be no NVIDIA GPU and no driver; TensorFlow works on the processor.',
  'nouveau-loaded': 'The open driver nouveau holds the GPU, so the NVIDIA driver cannot.',
  'numpy2-abi': 'NumPy 2 is installed, and this TensorFlow was built for NumPy 1.',
  'nvml-missing': "The driver's management library could not be loaded.",
  'op-has-no-gpu-kernel':
    'An operation exists only for the processor and was asked to run on the GPU.',
  'protobuf-version': 'The installed protobuf is too new for this TensorFlow.',
  'ptxas-missing': 'The compiler ptxas was not found; the driver compiles instead where it can.',
  'ptxas-too-old': 'The compiler ptxas that was found is older than the GPU or TensorFlow needs.',
  'python-32bit': 'TensorFlow exists only for 64-bit Python.',
  'python-version-unsupported': 'There is no TensorFlow package for this version of Python.',
  'scheduler-gave-no-gpu': 'The scheduler started this job without a GPU.',
  'secure-boot-unsigned-module':
    'Secure Boot refused the NVIDIA kernel module, because it is not signed.',
  'suspend-resume-cuinit-999':
    'CUDA stopped working when the computer slept; the module nvidia_uvm must be loaded again.',
  'system-driver-mismatch-803':
    'The libcuda in this process does not belong to the driver of this machine.',
  'tensorflow-gpu-package-removed':
    'The package tensorflow-gpu is gone; TensorFlow with GPU support is now `tensorflow[and-cuda]`.',
  'tensorflow-not-installed': 'TensorFlow is not installed in this Python.',
  'tf-cpu-build': 'This TensorFlow was built without CUDA.',
  'tf-import-broken': 'TensorFlow cannot be imported.',
  'tf1-api-on-tf2': 'The code uses names of TensorFlow 1 that TensorFlow 2 does not have.',
  'uvm-not-initialised': 'CUDA could not start: the device /dev/nvidia-uvm is missing or unusable.',
  'windows-native-no-gpu':
    'TensorFlow has no GPU support on Windows itself since 2.11; it needs WSL2.',
  'windows-store-python':
    'The Python of the Microsoft Store does not find CUDA libraries through PATH.',
  'wsl-no-device': 'WSL gets no GPU from Windows, or Windows blocks it.',
  'wsl-libcuda-path': 'The loader does not look into /usr/lib/wsl/lib, where WSL keeps libcuda.',
} as const;

/** A cause that a text can show: a finding's id, or an answer to a text only. */
export type TextCauseId = keyof typeof causes;

/** Answers to a text only; no machine has them as a cause. */
const answers: ReadonlySet<TextCauseId> = new Set<TextCauseId>([
  'harmless-only',
  'no-gpu-listed',
  'nothing-wrong-below-tensorflow',
]);

/** Whether this answers a text, and is no cause that a machine can have. */
export const isAnswer = (id: TextCauseId): boolean => answers.has(id);
