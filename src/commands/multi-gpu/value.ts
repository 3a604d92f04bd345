import type { Interface } from '../../interface.ts';
import type { JsonObject } from '../../json.ts';
import {
  equalGradients,
  type MultiGpuOutput,
} from '../../performance/multi-gpu/multi-gpu-output.ts';
import type { TrainingProblem } from '../../performance/multi-gpu/tf-config.ts';
import { quartiles } from '../../performance/quartiles.ts';
import type { Target } from '../../python/choose-python.ts';

/** All there is to say about training together. */
export interface Training {
  readonly output: MultiGpuOutput;
  /** Processes by MultiWorkerMirroredStrategy; null: MirroredStrategy in one process. */
  readonly workers: number | null;
  readonly problems: readonly TrainingProblem[];
  /** Why it ended early: one sentence. */
  readonly trouble: string | undefined;
  /** `nvidia-smi topo -m` of several GPUs, as it was printed. */
  readonly topology: string | undefined;
  readonly ui: Interface;
}

/** Medians in ms for one step; null where it was not measured. */
export interface StepMs {
  /** One device with its batch. */
  readonly one: number | null;
  /** All devices, each with that batch. */
  readonly all: number | null;
  /** All devices, the batch of one shared out among them. */
  readonly sameBatch: number | null;
}

/** The medians of the samples. */
export function stepMs({ oneMs, allMs, sameBatchMs }: MultiGpuOutput): StepMs {
  return { one: median(oneMs), all: median(allMs), sameBatch: median(sameBatchMs) };
}

function median(samples: readonly number[]): number | null {
  return samples.length === 0 ? null : quartiles(samples).median;
}

/** Work done together over the work of as many single devices: 1 is perfect. null where it was not measured. */
export function efficiency(output: MultiGpuOutput): number | null {
  const { one, all } = stepMs(output);
  return one === null || all === null ? null : one / all;
}

/** The training as `content/schema/multi-gpu.json` has it. */
export function multiGpuValue(training: Training, target: Target): JsonObject {
  const { output, workers, problems, trouble } = training;
  const { python, chosenBecause, practice } = target;
  const devices = output.replicas.map(({ device }) => device);
  return {
    schema: 'tf-gpu-doctor/multi-gpu',
    version: 1,
    target: { python, chosenBecause, practice, tensorflow: output.tensorflow },
    kind: output.kind,
    workers,
    replicas: devices.length,
    devices,
    batch: { perReplica: output.batch, global: output.batch * devices.length },
    equalGradients: equalGradients(output),
    gradientDifference: output.gradientDifference,
    stepMs: { ...stepMs(output) },
    efficiency: efficiency(output),
    problems: problems.map((one) => ({ ...one })),
    trouble: trouble ?? null,
  };
}
