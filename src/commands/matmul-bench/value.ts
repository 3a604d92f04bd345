import type { Target } from '../../python/choose-python.ts';
import type { JsonObject } from '../../json.ts';
import type { Bench } from './result.ts';

/** The measurement as `content/schema/matmul-bench.json` has it. */
export function benchValue(
  { options, output, results, trouble }: Bench,
  target: Target,
): JsonObject {
  const { python, chosenBecause, practice } = target;
  return {
    schema: 'tf-gpu-doctor/matmul-bench',
    version: 1,
    target: { python, chosenBecause, practice, tensorflow: output.tensorflow },
    seconds: options.seconds,
    devices: output.devices,
    lab: output.lab,
    measurements: results.map((one) => ({ ...one })),
    trouble: trouble ?? null,
  };
}
