import { libraryNames } from './libraries.ts';
import { versionOf } from './library-versions.ts';
import type { SimulatedGpu } from './machine.ts';
import type { Scenario } from './scenario.ts';
import { gpuUuid } from './uuid.ts';
import type { Wheel } from './wheel.ts';

/** The variables that tell the stubs what to be; `stubs/lab.h` has the list. */
export function scenarioVariables(scenario: Scenario, wheel: Wheel): Record<string, string> {
  const { machine } = scenario;
  const list = (value: (gpu: SimulatedGpu, index: number) => string | number): string =>
    machine.gpus.map(value).join(';');
  const variables: Record<string, string> = {
    MACHINE: scenario.alias,
    GPUS: String(machine.initialised ? machine.gpus.length : 0),
    NAMES: list((gpu) => gpu.model),
    UUIDS: list((_, index) => gpuUuid(scenario.name, index)),
    CAPABILITIES: list((gpu) => gpu.computeCapability),
    MULTIPROCESSORS: list((gpu) => gpu.multiprocessors),
    MEMORY_MIB: list((gpu) => gpu.memoryMiB),
    USED_MIB: list((gpu) => gpu.usedMiB),
    COMPUTE_MODES: list((gpu) => gpu.computeMode),
    MIG: list((gpu) => (gpu.mig ? 1 : 0)),
    DRIVER: machine.driver,
    CUDA: cudaNumber(machine.driverCuda),
    CUDART: cudaNumber(wheel.cuda),
    CUDNN: cudnnNumber(versionOf('cudnn', wheel, scenario.cudnn) ?? ''),
  };
  for (const library of libraryNames) {
    const version = versionOf(library, wheel);
    if (version !== undefined) variables[`VERSION_${library.toUpperCase()}`] = version;
  }
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
