import type { Interface } from '../../interface.ts';
import type { JsonObject } from '../../json.ts';
import type { MatmulOutput } from '../../performance/matmul-output.ts';
import type { MatmulOptions } from '../../performance/matmul.ts';
import type { Measured, RatedResult } from '../../performance/results.ts';
import type { Target } from '../../python/choose-python.ts';

/** All there is to say about one run. */
export interface Bench {
  readonly options: MatmulOptions;
  readonly output: MatmulOutput;
  readonly results: readonly RatedResult[];
  /** Why it ended early: one sentence. */
  readonly trouble: string | undefined;
  readonly ui: Interface;
}

/** Those that were done, right or wrong. */
export const measuredOf = (results: readonly RatedResult[]): readonly Measured[] =>
  results.filter((one) => one.status === 'measured');

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
