import type { Scenario, SimulatedGpu } from './scenario.ts';
import type { Wheel } from './wheel.ts';
import { gpuUuid } from './uuid.ts';

/**
 * cuDNN that fits every TensorFlow built for that major version, and every GPU: 9.3 fails under 2.21 in what XLA compiles,
 * and 9.11 has no code for GPUs before Turing.
 */
const fittingCudnn: Readonly<Record<string, string>> = { '8': '8.9.5', '9': '9.10.2' };

/** The variables that tell the stubs what to be; `stubs/lab.h` has the list. */
export function scenarioVariables(scenario: Scenario, wheel: Wheel): Record<string, string> {
  const { machine } = scenario;
  const list = (value: (gpu: SimulatedGpu, index: number) => string | number): string =>
    machine.gpus.map(value).join(';');
  const variables: Record<string, string> = {
    GPUS: String(machine.gpus.length),
    NAMES: list((gpu) => gpu.model),
    UUIDS: list((_, index) => gpuUuid(scenario.name, index)),
    CAPABILITIES: list((gpu) => gpu.computeCapability),
    MULTIPROCESSORS: list((gpu) => gpu.multiprocessors),
    MEMORY_MIB: list((gpu) => gpu.memoryMiB),
    USED_MIB: list((gpu) => gpu.usedMiB),
    DRIVER: machine.driver,
    CUDA: cudaNumber(machine.driverCuda),
    CUDART: cudaNumber(wheel.cuda),
    CUDNN: cudnnNumber(scenario.cudnn ?? fittingCudnn[wheel.cudnn.split('.')[0] ?? ''] ?? '9.10.2'),
  };
  for (const [name, code] of Object.entries(scenario.returns))
    variables[`RETURN_${name}`] = String(code);
  if (scenario.wrongMatmul) variables['MATMUL'] = 'wrong';
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [`GPU_LAB_${name}`, value]),
  );
}

/** As NVIDIA writes it in one number: `12.5.1` is 12050. */
function cudaNumber(version: string): string {
  const [major = '0', minor = '0'] = version.split('.');
  return String(Number(major) * 1000 + Number(minor) * 10);
}

/** `9.3.0` is 90300, and before 9 `8.9.5` is 8905. */
function cudnnNumber(version: string): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return String(major * (major >= 9 ? 10_000 : 1000) + minor * 100 + patch);
}
