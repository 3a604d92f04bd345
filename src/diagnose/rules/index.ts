import type { Rule } from '../rule.ts';
import { amdOrIntelGpu } from './amd-or-intel-gpu.ts';
import { andCudaPathBug } from './and-cuda-path-bug.ts';
import { arm64CpuWheel } from './arm64-cpu-wheel.ts';
import { avxMissing } from './avx-missing.ts';
import { blackwellNeedsOpenModule } from './blackwell-needs-open-module.ts';
import { computeCapabilityTooLow } from './compute-capability-too-low.ts';
import { computeCapabilityTooNew } from './compute-capability-too-new.ts';
import { condaCpuBuild } from './conda-cpu-build.ts';
import { confidentialComputingNotReady } from './confidential-computing-not-ready.ts';
import { containerLostGpu } from './container-lost-gpu.ts';
import { containerNoComputeCapability } from './container-no-compute-capability.ts';
import { containerNoGpu } from './container-no-gpu.ts';
import { containerShmTooSmall } from './container-shm-too-small.ts';
import { cuda13Installed } from './cuda-13-installed.ts';
import { cudaAfterFork } from './cuda-after-fork.ts';
import { cudaLibMissing } from './cuda-lib-missing.ts';
import { cudaLibNotOnPath } from './cuda-lib-not-on-path.ts';
import { cudaLibraryBroken } from './cuda-library-broken.ts';
import { cudaVersionWrong } from './cuda-version-wrong.ts';
import { cudaVisibleDevices } from './cuda-visible-devices.ts';
import { cudnnMissing } from './cudnn-missing.ts';
import { cudnnSublibraryMismatch } from './cudnn-sublibrary-mismatch.ts';
import { cudnnTooNewForGpu } from './cudnn-too-new-for-gpu.ts';
import { cudnnTooOldForXla } from './cudnn-too-old-for-xla.ts';
import { cudnnVersionMismatch } from './cudnn-version-mismatch.ts';
import { cuptiMissing } from './cupti-missing.ts';
import { cuptiPermission } from './cupti-permission.ts';
import { cusolverFromCuda11 } from './cusolver-from-cuda-11.ts';
import { deviceCgroupDenied } from './device-cgroup-denied.ts';
import { devicePermission } from './device-permission.ts';
import { displayWatchdogTimeout } from './display-watchdog-timeout.ts';
import { driverDroppedGpu } from './driver-dropped-gpu.ts';
import { driverHangs } from './driver-hangs.ts';
import { driverLibraryMismatch } from './driver-library-mismatch.ts';
import { driverNotLoaded } from './driver-not-loaded.ts';
import { driverTooOld } from './driver-too-old.ts';
import { fabricManager802 } from './fabric-manager-802.ts';
import { forwardCompat804 } from './forward-compat-804.ts';
import { glibcxxTooOld } from './glibcxx-too-old.ts';
import { gpuBoundToVfio } from './gpu-bound-to-vfio.ts';
import { gpuBusyExclusiveMode } from './gpu-busy-exclusive-mode.ts';
import { gpuHardwareFault } from './gpu-hardware-fault.ts';
import { gpuMemoryHeld } from './gpu-memory-held.ts';
import { gpuNotInitialised } from './gpu-not-initialised.ts';
import { gpuOom } from './gpu-oom.ts';
import { gpuOrderDiffers } from './gpu-order-differs.ts';
import { gpuPoweredOff } from './gpu-powered-off.ts';
import { gpuTooFewMultiprocessors } from './gpu-too-few-multiprocessors.ts';
import { gpuWrongResults } from './gpu-wrong-results.ts';
import { hiddenInCode } from './hidden-in-code.ts';
import { inputBound } from './input-bound.ts';
import { jupyterEnvDiffers } from './jupyter-env-differs.ts';
import { kerasBackendOther } from './keras-backend-other.ts';
import { keras3Incompatibility } from './keras3-incompatibility.ts';
import { libcudaCompatShadow } from './libcuda-compat-shadow.ts';
import { libcudaMissing } from './libcuda-missing.ts';
import { libcudaNotOnPath } from './libcuda-not-on-path.ts';
import { libdeviceMissing } from './libdevice-missing.ts';
import { macRosetta } from './mac-rosetta.ts';
import { macosMetalPlugin } from './macos-metal-plugin.ts';
import { memoryGrowthAfterInit } from './memory-growth-after-init.ts';
import { memoryGrowthDiffers } from './memory-growth-differs.ts';
import { memoryGrowthNeeded } from './memory-growth-needed.ts';
import { migPartition } from './mig-partition.ts';
import { mixedCudaWheels } from './mixed-cuda-wheels.ts';
import { modelPinnedToGpu } from './model-pinned-to-gpu.ts';
import { moduleBlacklisted } from './module-blacklisted.ts';
import { mpsOtherUser } from './mps-other-user.ts';
import { msvcRuntimeMissing } from './msvc-runtime-missing.ts';
import { ncclNotAvailableWindows } from './nccl-not-available-windows.ts';
import { noNvidiaGpu } from './no-nvidia-gpu.ts';
import { notebookDiffers } from './notebook-differs.ts';
import { nouveauLoaded } from './nouveau-loaded.ts';
import { numpy2Abi } from './numpy2-abi.ts';
import { nvccToolkitConfusion } from './nvcc-toolkit-confusion.ts';
import { nvmlMissing } from './nvml-missing.ts';
import { opHasNoGpuKernel } from './op-has-no-gpu-kernel.ts';
import { protobufVersion } from './protobuf-version.ts';
import { ptxasMissing } from './ptxas-missing.ts';
import { ptxasTooOld } from './ptxas-too-old.ts';
import { python32bit } from './python-32bit.ts';
import { pythonVersionUnsupported } from './python-version-unsupported.ts';
import { schedulerGaveNoGpu } from './scheduler-gave-no-gpu.ts';
import { secureBootUnsignedModule } from './secure-boot-unsigned-module.ts';
import { slowWithoutPersistence } from './slow-without-persistence.ts';
import { softPlacementCpu } from './soft-placement-cpu.ts';
import { staleLdLibraryPath } from './stale-ld-library-path.ts';
import { suspendResumeCuinit999 } from './suspend-resume-cuinit-999.ts';
import { systemDriverMismatch803 } from './system-driver-mismatch-803.ts';
import { tensorflowGpuPackageRemoved } from './tensorflow-gpu-package-removed.ts';
import { tensorflowNotInstalled } from './tensorflow-not-installed.ts';
import { tfCpuBuild } from './tf-cpu-build.ts';
import { tfImportBroken } from './tf-import-broken.ts';
import { tf1ApiOnTf2 } from './tf1-api-on-tf2.ts';
import { torchHasOwnCuda } from './torch-has-own-cuda.ts';
import { twoTensorflows } from './two-tensorflows.ts';
import { uvmNotInitialised } from './uvm-not-initialised.ts';
import { vgpuLicence } from './vgpu-licence.ts';
import { vgpuWithoutCuda } from './vgpu-without-cuda.ts';
import { windowsNativeNoGpu } from './windows-native-no-gpu.ts';
import { windowsStorePython } from './windows-store-python.ts';
import { wrongInterpreter } from './wrong-interpreter.ts';
import { wslLibcudaPath } from './wsl-libcuda-path.ts';
import { wslLinuxDriver } from './wsl-linux-driver.ts';
import { wslNoDevice } from './wsl-no-device.ts';
import { wslRestartNeeded } from './wsl-restart-needed.ts';
import { wsl1 } from './wsl1.ts';

/** Every rule, in the order of the chain; within a link, what is nearer to the cause comes first. */
export const rules = [
  noNvidiaGpu,
  amdOrIntelGpu,
  gpuPoweredOff,
  gpuHardwareFault,
  vgpuLicence,
  vgpuWithoutCuda,
  gpuBoundToVfio,
  moduleBlacklisted,
  driverNotLoaded,
  blackwellNeedsOpenModule,
  driverDroppedGpu,
  gpuNotInitialised,
  driverLibraryMismatch,
  driverTooOld,
  uvmNotInitialised,
  suspendResumeCuinit999,
  confidentialComputingNotReady,
  fabricManager802,
  systemDriverMismatch803,
  forwardCompat804,
  libcudaCompatShadow,
  driverHangs,
  slowWithoutPersistence,
  mpsOtherUser,
  nvmlMissing,
  nouveauLoaded,
  secureBootUnsignedModule,
  devicePermission,
  libcudaNotOnPath,
  libcudaMissing,
  migPartition,
  deviceCgroupDenied,
  containerNoGpu,
  containerNoComputeCapability,
  containerLostGpu,
  wsl1,
  wslLinuxDriver,
  wslLibcudaPath,
  wslRestartNeeded,
  wslNoDevice,
  schedulerGaveNoGpu,
  cudaVisibleDevices,
  gpuOrderDiffers,
  hiddenInCode,
  pythonVersionUnsupported,
  python32bit,
  macRosetta,
  windowsStorePython,
  wrongInterpreter,
  jupyterEnvDiffers,
  avxMissing,
  glibcxxTooOld,
  msvcRuntimeMissing,
  tensorflowNotInstalled,
  tfCpuBuild,
  condaCpuBuild,
  arm64CpuWheel,
  tensorflowGpuPackageRemoved,
  windowsNativeNoGpu,
  twoTensorflows,
  tfImportBroken,
  numpy2Abi,
  protobufVersion,
  keras3Incompatibility,
  kerasBackendOther,
  torchHasOwnCuda,
  tf1ApiOnTf2,
  macosMetalPlugin,
  cudaLibMissing,
  cudaLibNotOnPath,
  cudaVersionWrong,
  cuda13Installed,
  cudaLibraryBroken,
  mixedCudaWheels,
  andCudaPathBug,
  staleLdLibraryPath,
  cusolverFromCuda11,
  nvccToolkitConfusion,
  libdeviceMissing,
  ptxasMissing,
  ptxasTooOld,
  cuptiMissing,
  cuptiPermission,
  cudnnMissing,
  cudnnVersionMismatch,
  cudnnTooNewForGpu,
  cudnnTooOldForXla,
  cudnnSublibraryMismatch,
  computeCapabilityTooLow,
  computeCapabilityTooNew,
  gpuTooFewMultiprocessors,
  notebookDiffers,
  memoryGrowthDiffers,
  gpuWrongResults,
  softPlacementCpu,
  gpuBusyExclusiveMode,
  modelPinnedToGpu,
  opHasNoGpuKernel,
  cudaAfterFork,
  containerShmTooSmall,
  ncclNotAvailableWindows,
  displayWatchdogTimeout,
  inputBound,
  gpuMemoryHeld,
  memoryGrowthNeeded,
  memoryGrowthAfterInit,
  gpuOom,
] as const satisfies readonly Rule[];

/** Every finding's id. A misspelt one does not compile. */
export type FindingId = (typeof rules)[number]['id'];
