import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { makeOwnFolder } from '../process/own-folder.ts';
import { compileStubs, type Stubs, viewLibrary } from './compile.ts';
import { writeCompilerFiles } from './compiler-files.ts';
import { writeMachineCommands } from './machine-commands.ts';
import { placeLibraries } from './place-libraries.ts';
import { readScenario, type Scenario } from './scenario.ts';
import { scenarioVariables } from './scenario-variables.ts';
import { writeSitePackages } from './site-packages.ts';
import { gpuUuid } from './uuid.ts';
import type { Environment } from '../process/environment.ts';
import { writeView } from './view.ts';
import { findWheel, type Wheel } from './wheel.ts';

/** A simulated machine, ready for processes to be started on it. */
export interface PreparedScenario {
  readonly scenario: Scenario;
  /** Where its files lie; the caller removes it when done. */
  readonly folder: string;
  /** The complete environment for a process on that machine. */
  readonly environment: Environment;
  /** How it differs from the environment it was made from; `null` takes a variable away. */
  readonly changes: Readonly<Record<string, string | null>>;
}

/**
 * Makes the files and the environment of a simulated machine for the TensorFlow of a Python. Real TensorFlow, started
 * with that environment, meets the scenario's driver and GPUs. Nothing outside `folder` (by default a new temporary
 * one) and the user's cache is written.
 * @throws UsageError when there is no such scenario, or this TensorFlow cannot show it
 * @throws UndeterminedError when the stubs cannot be compiled or Python gives no answer
 * @throws FileError when others can write to the user's cache
 */
export async function prepareScenario(
  name: string,
  request: {
    readonly python: string;
    readonly environment: Environment;
    readonly folder?: string;
    readonly signal?: AbortSignal;
  },
): Promise<PreparedScenario> {
  const scenario = readScenario(name);
  if (process.platform !== 'linux')
    throw new UsageError('The lab runs on Linux only: its stub libraries are Linux libraries.');
  const wheel = await findWheel(request);
  rejectOlderTensorflow(scenario, wheel);
  const stubs = await compileStubs({ ...request, wheel });
  const folder = request.folder ?? (await makeOwnFolder('lab'));
  try {
    return await fill(folder, { scenario, wheel, stubs, environment: request.environment });
  } catch (error) {
    if (request.folder === undefined) await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function fill(
  folder: string,
  {
    scenario,
    wheel,
    stubs,
    environment,
  }: {
    readonly scenario: Scenario;
    readonly wheel: Wheel;
    readonly stubs: Stubs;
    readonly environment: Environment;
  },
): Promise<PreparedScenario> {
  const searched = await placeLibraries(folder, { scenario, stubs, wheel });
  await writeView(join(folder, 'view'), scenario.machine);
  await writeMachineCommands(join(folder, 'bin'), scenario);
  const cuda = join(folder, 'cuda');
  const site = join(folder, 'site-packages');
  if (scenario.wheels) await writeSitePackages(site, wheel);
  await writeCompilerFiles(scenario.wheels ? join(site, 'nvidia/cuda_nvcc') : cuda, {
    ...wheel,
    ...(scenario.toolkit === undefined ? {} : { cuda: scenario.toolkit }),
  });
  const changes: Record<string, string | null> = {
    // The learner's own masks would hide the simulated GPUs as well.
    CUDA_VISIBLE_DEVICES: null,
    NVIDIA_VISIBLE_DEVICES: null,
    // A simulated machine is a plain computer, wherever it is simulated.
    container: null,
    KUBERNETES_SERVICE_HOST: null,
    LD_LIBRARY_PATH: joined(...searched, environment['LD_LIBRARY_PATH']),
    LD_PRELOAD: joined(join(stubs.folder, viewLibrary), environment['LD_PRELOAD']),
    PATH: joined(join(folder, 'bin'), environment['PATH']),
    ...(scenario.wheels ? { PYTHONPATH: joined(site, environment['PYTHONPATH']) } : {}),
    XLA_FLAGS: xlaFlags(scenario.wheels ? undefined : cuda, wheel),
    GPU_LAB_VIEW: join(folder, 'view'),
    ...scenarioVariables(scenario, wheel),
    ...learnersVariables(scenario, cuda),
  };
  return { scenario, folder, environment: changed(environment, changes), changes };
}

/**
 * XLA without what a simulated GPU cannot do: Triton's kernels are made of instructions for tensor cores, measured
 * times of a simulation choose nothing, and CUDA graphs cannot be recorded. An older TensorFlow ends at a flag that it
 * does not know.
 */
function xlaFlags(cuda: string | undefined, { version }: Wheel): string {
  const simulated = [
    '--xla_gpu_enable_triton_gemm=false',
    '--xla_gpu_autotune_level=0',
    '--xla_gpu_enable_command_buffer=',
  ];
  return [
    ...(cuda === undefined ? [] : [`--xla_gpu_cuda_data_dir=${cuda}`]),
    ...(version !== null && release(version) >= release('2.18') ? simulated : []),
  ].join(' ');
}

function rejectOlderTensorflow({ name, sinceTensorflow }: Scenario, { version }: Wheel): void {
  if (sinceTensorflow === undefined || version === null) return;
  if (release(version) >= release(sinceTensorflow)) return;
  throw new UsageError(
    `The scenario \`${name}\` needs TensorFlow ${sinceTensorflow} or newer, and this Python has ${version}.`,
  );
}

/** Major and minor number as one that can be compared: `2.21.0` is 2021. */
function release(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
}

function changed(environment: Environment, changes: PreparedScenario['changes']): Environment {
  const result: Record<string, string | undefined> = { ...environment };
  for (const [name, value] of Object.entries(changes)) result[name] = value ?? undefined;
  return result;
}

/** With the UUIDs of GPUs in place of GPU0 and GPU1, and the folder of CUDA in that of TOOLKIT. */
function learnersVariables({ name, environment }: Scenario, cuda: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([variable, value]) => [
      variable,
      value
        .replaceAll('TOOLKIT', cuda)
        .replaceAll(/GPU(\d)/gu, (_, index: string) => gpuUuid(name, Number(index))),
    ]),
  );
}

/** Parts of a search path, without empty ones: to the loader an empty part is the working directory. */
function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(':');
}
