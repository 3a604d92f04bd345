import type { Signature } from '../signature.ts';

/** Two parts of the driver that name different versions. */
const mismatch =
  /does not match DSO version|Driver\/library version mismatch|NVML library version: [\d.]+/i;
const fileMissing =
  /\/proc\/driver\/nvidia\/version does not exist|kernel driver does not appear to be running/;
const inContainer =
  /host(?:name)?:? [0-9a-f]{12}\b|running on this host \((?:[0-9a-f]{12}\b|(?:[a-z0-9]+-){1,9}[0-9a-f]{8,10}-[a-z0-9]{5}\))|\/\.dockerenv|\bdocker\b|\bkubernetes\b|\bkubectl\b|root@[0-9a-f]{12}\b/i;
const wsl = /\/usr\/lib\/wsl|microsoft-standard|\bWSL2?\b|libdxcore/i;
const asleep = /suspend|resum|hibernat|after sleep|wak(?:e|ing) up/i;
const listed = /Created (?:TensorFlow )?device|physical_device:GPU:\d/;

/** What the kernel driver itself says of a GPU that it does not start. */
const needsOpenModule = /requires use of (?:the )?NVIDIA open kernel modules/;
const legacy = /supported through the NVIDIA [\d.]+xx Legacy drivers/;

export const driverSignatures: readonly Signature[] = [
  { id: 'blackwell-needs-open-module', weight: 0.97, pattern: needsOpenModule },
  { id: 'driver-dropped-gpu', weight: 0.97, pattern: legacy },
  {
    id: 'gpu-not-initialised',
    weight: 0.88,
    pattern: /RmInitAdapter failed|rm_init_adapter failed/,
    unless: new RegExp(`${needsOpenModule.source}|${legacy.source}|NVRM: Xid`),
  },
  {
    id: 'wsl-no-device',
    weight: 0.95,
    pattern: /GPU access blocked by the operating system/,
  },
  {
    id: 'mps-other-user',
    weight: 0.9,
    pattern: /CUDA_ERROR_MPS_\w+|cudaErrorMps\w+|MPS client failed to connect/,
  },
  {
    id: 'device-cgroup-denied',
    weight: 0.85,
    pattern: /\/dev\/nvidia\S*[^\n]{0,40}Operation not permitted/,
  },
  {
    id: 'driver-library-mismatch',
    weight: 0.97,
    pattern:
      /kernel version [\d.]+ does not match DSO version [\d.]+|Driver\/library version mismatch/i,
  },
  {
    id: 'secure-boot-unsigned-module',
    weight: 0.95,
    pattern:
      /Required key not available|Key was rejected by service|module verification failed.*nvidia/,
  },
  {
    id: 'nouveau-loaded',
    weight: 0.9,
    pattern:
      /Nouveau kernel driver is currently in use|nouveau.*(?:blocks|conflict)|is already bound to nouveau/i,
  },
  {
    id: 'driver-not-loaded',
    weight: 0.85,
    pattern: /NVIDIA-SMI has failed because it couldn't communicate|could not insert 'nvidia/,
    unless: mismatch,
  },
  {
    id: 'driver-not-loaded',
    weight: 0.72,
    pattern: fileMissing,
    unless: inContainer,
  },
  {
    id: 'container-no-gpu',
    weight: 0.95,
    pattern:
      /could not select device driver "(?:|nvidia|cdi)" with capabilities|[Uu]nknown (?:or invalid )?runtime (?:specified|name):? nvidia|unresolvable CDI devices|WARNING: The NVIDIA Driver was not detected/,
  },
  {
    id: 'driver-too-old',
    weight: 0.95,
    pattern: /nvidia-container-cli: requirement error: unsatisfied condition: cuda/,
  },
  {
    id: 'driver-not-loaded',
    weight: 0.93,
    pattern:
      /nvml error: driver not loaded|nvidia-container-cli: initialization error: load library failed: libnvidia-ml/,
  },
  {
    id: 'driver-not-loaded',
    weight: 0.7,
    pattern: /nothing provides __cuda/,
  },
  {
    id: 'driver-too-old',
    weight: 0.88,
    pattern: /incompatible with your CUDA driver/,
  },
  {
    id: 'container-no-gpu',
    weight: 0.86,
    pattern: fileMissing,
    needs: inContainer,
  },
  { id: 'container-no-gpu', weight: 0.8, pattern: /\/dev\/nvidia0 does not exist/ },
  {
    id: 'container-no-gpu',
    weight: 0.76,
    pattern: /UNKNOWN ERROR \((?:34|-1)\)|CUresult\(-1\)|CUDA_ERROR_STUB_LIBRARY/,
  },
  { id: 'container-no-gpu', weight: 0.74, pattern: /UNKNOWN ERROR \(303\)/, needs: inContainer },
  { id: 'libcuda-compat-shadow', weight: 0.55, pattern: /CUDA_ERROR_STUB_LIBRARY|lib64\/stubs/ },
  { id: 'container-lost-gpu', weight: 0.92, pattern: /Failed to initialize NVML: Unknown Error/ },
  {
    id: 'container-no-compute-capability',
    weight: 0.6,
    pattern: /NVIDIA_DRIVER_CAPABILITIES=(?!\S*(?:compute|all))\S+/,
  },
  {
    id: 'fabric-manager-802',
    weight: 0.95,
    pattern: /CUDA_ERROR_SYSTEM_NOT_READY|system not yet initialized|cudaErrorSystemNotReady/,
  },
  {
    id: 'system-driver-mismatch-803',
    weight: 0.9,
    pattern:
      /\(803\)|CUDA_ERROR_SYSTEM_DRIVER_MISMATCH|unsupported display driver \/ cuda driver combination/,
    unless: mismatch,
  },
  {
    id: 'forward-compat-804',
    weight: 0.9,
    pattern:
      /COMPAT_NOT_SUPPORTED_ON_DEVICE|forward compatibility was attempted on non supported HW/,
    unless: mismatch,
  },
  {
    id: 'suspend-resume-cuinit-999',
    weight: 0.85,
    pattern: /CUDA_ERROR_UNKNOWN|cuInit[^\n]*999/,
    needs: asleep,
    unless: mismatch,
  },
  {
    id: 'uvm-not-initialised',
    weight: 0.75,
    pattern: /cuInit[^\n]*(?:CUDA_ERROR_UNKNOWN|unknown error)|nvidia-uvm/,
    unless: mismatch,
  },
  {
    id: 'device-permission',
    weight: 0.85,
    pattern:
      /CUDA_ERROR_OPERATING_SYSTEM|\/dev\/nvidia\S*:? Permission denied|Insufficient Permissions/,
  },
  {
    id: 'gpu-hardware-fault',
    weight: 0.93,
    pattern:
      /ECC_UNCORRECTABLE|GPU is lost|fallen off the bus|NVRM: Xid|Unable to determine the device handle|\bXid\b[^\n]*\b(?:48|62|64|74|79|94|95|119)\b/,
  },
  {
    id: 'nvml-missing',
    weight: 0.6,
    pattern:
      /Could not load dynamic library 'libnvidia-ml|NVML Shared Library Not Found|NVIDIA-SMI couldn't find libnvidia-ml/,
  },
  {
    id: 'driver-too-old',
    weight: 0.9,
    pattern:
      /CUDA driver version is insufficient for CUDA runtime version|cudaErrorInsufficientDriver/,
  },
  {
    id: 'driver-too-old',
    weight: 0.7,
    pattern:
      /CUDA_ERROR_UNSUPPORTED_PTX_VERSION|the provided PTX was compiled with an unsupported toolchain/,
  },
  {
    id: 'wsl-libcuda-path',
    weight: 0.87,
    pattern: /library '?libcuda\.so\.1|UNKNOWN ERROR \(303\)|unable to find libcuda\.so/,
    needs: wsl,
  },
  {
    id: 'libcuda-missing',
    weight: 0.85,
    pattern:
      /Could not (?:load dynamic|dlopen) library 'libcuda\.so|Couldn't open CUDA library libcuda\.so|unable to find libcuda\.so DSO loaded|libcuda\.so\.1: cannot open shared object/,
    unless: /UNKNOWN ERROR \(34\)/,
  },
  {
    id: 'libcuda-missing',
    weight: 0.6,
    pattern: /UNKNOWN ERROR \(303\)/,
  },
  {
    id: 'no-nvidia-gpu',
    weight: 0.65,
    pattern: /UNKNOWN ERROR \(303\)/,
    needs: /Could not find cuda drivers/,
    unless: inContainer,
  },
  {
    id: 'no-nvidia-gpu',
    weight: 0.86,
    pattern: /UNKNOWN ERROR \(303\)/,
    needs: /Could not load dynamic library '(?:lib)?cudart/,
    unless: inContainer,
  },
  {
    id: 'no-nvidia-gpu',
    weight: 0.45,
    pattern: /Ignore above cudart dlerror if you do not have a GPU/,
    unless: listed,
  },
  {
    id: 'scheduler-gave-no-gpu',
    weight: 0.9,
    pattern:
      /CUDA_VISIBLE_DEVICES[^\n]{0,20}NoDevFiles|Ray[^\n]*(?:set|override)[^\n]*CUDA_VISIBLE_DEVICES/,
  },
  {
    id: 'cuda-visible-devices',
    weight: 0.7,
    pattern:
      /CUDA_ERROR_NO_DEVICE|no CUDA-capable device is detected|CUDA_ERROR_INVALID_DEVICE: invalid device ordinal/,
    unless: new RegExp(`${fileMissing.source}|\\/dev\\/nvidia0 does not exist|${mismatch.source}`),
  },
  {
    id: 'cuda-visible-devices',
    weight: 0.5,
    pattern: /CUDA_ERROR_NO_DEVICE|no CUDA-capable device is detected/,
  },
  {
    id: 'cuda-visible-devices',
    weight: 0.8,
    pattern:
      /env: CUDA_VISIBLE_DEVICES="(?:-1|)"|CUDA_VISIBLE_DEVICES['"\]]*\s*=\s*['"](?:-1|)['"]/,
  },
];
