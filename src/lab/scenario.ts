import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { UsageError } from '../errors.ts';
import { libraryNames } from './libraries.ts';
import { scenarioFolder, scenarioNames } from './scenario-names.ts';

const gpu = v.strictObject({
  model: v.string(),
  computeCapability: v.pipe(v.string(), v.regex(/^\d+\.\d$/)),
  memoryMiB: v.number(),
  multiprocessors: v.number(),
  /** PCI device id: `0x2206`. */
  pciDevice: v.pipe(v.string(), v.regex(/^0x[0-9a-f]{4}$/)),
  /** Memory that another process holds. */
  usedMiB: v.optional(v.number(), 0),
});
export type SimulatedGpu = v.InferOutput<typeof gpu>;

const usualGpu: SimulatedGpu = {
  model: 'NVIDIA GeForce RTX 3080',
  computeCapability: '8.6',
  memoryMiB: 10240,
  multiprocessors: 68,
  pciDevice: '0x2206',
  usedMiB: 0,
};

const machine = v.strictObject({
  gpus: v.optional(v.array(gpu), [usualGpu]),
  /** Version of the driver's libraries. */
  driver: v.optional(v.string(), '555.42.02'),
  /** Whether libcuda is a bare copy from elsewhere: a file without a version in its name. */
  bareLibcuda: v.optional(v.boolean(), false),
  /** Newest CUDA that the driver supports. */
  driverCuda: v.optional(v.string(), '12.5'),
  /** Version of the loaded kernel module; null when none is loaded. Absent: the driver's. */
  kernelModule: v.optional(v.nullable(v.string())),
  /** How `nvidia-smi` behaves: `mismatch` and `fails` print what the real one prints then. */
  nvidiaSmi: v.optional(v.picklist(['works', 'mismatch', 'fails', 'hangs']), 'works'),
});
export type Machine = v.InferOutput<typeof machine>;

const scenarioFile = v.strictObject({
  /** What a person would say of it: the symptom, never the cause. */
  title: v.string(),
  /** For a learner: who sits there, what they did, what they see. */
  story: v.string(),
  /** From vague to plain. */
  hints: v.array(v.string()),
  /** Shown after the right answer. */
  solution: v.string(),
  healthy: v.boolean(),
  /** The root cause that a diagnosis must find; null for a healthy machine. */
  expected: v.nullable(v.string()),
  machine: v.optional(machine, {}),
  /** cuDNN found on the machine, when it is not one that fits. */
  cudnn: v.optional(v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/))),
  /** Libraries that are not there. */
  without: v.optional(v.array(v.picklist(libraryNames)), []),
  /** Libraries whose file is there but cannot be loaded. */
  broken: v.optional(
    v.record(v.picklist(libraryNames), v.picklist(['empty', 'dangling', 'not-elf'])),
    {},
  ),
  /** Whether the CUDA libraries are packages beside TensorFlow, as `tensorflow[and-cuda]` installs them. */
  wheels: v.optional(v.boolean(), false),
  /** Of those packages, the ones whose folder the user has put on LD_LIBRARY_PATH. */
  searched: v.optional(v.array(v.picklist(libraryNames)), []),
  /** What functions of the stubs return: a code, or `hang`. */
  returns: v.optional(v.record(v.string(), v.union([v.number(), v.literal('hang')])), {}),
  /** Whether cuBLAS multiplies wrongly. */
  wrongMatmul: v.optional(v.boolean(), false),
  /** Variables of the learner's shell. */
  environment: v.optional(v.record(v.string(), v.string()), {}),
  /** Oldest TensorFlow that shows the fault, as far as we have seen: `2.21`. */
  sinceTensorflow: v.optional(v.string()),
});

/** A simulated machine, and what is to be found on it. */
export interface Scenario extends v.InferOutput<typeof scenarioFile> {
  /** Its file's name in `content/scenarios/`, without `.json`. */
  readonly name: string;
}

/** @throws UsageError when there is no scenario of this name */
export function readScenario(name: string): Scenario {
  if (!scenarioNames().includes(name))
    throw new UsageError(`There is no scenario named \`${name}\`. \`lab list\` shows them all.`);
  const text = readFileSync(join(scenarioFolder, `${name}.json`), 'utf8');
  return { name, ...v.parse(scenarioFile, JSON.parse(text)) };
}
