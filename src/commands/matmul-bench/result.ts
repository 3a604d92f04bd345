import type { RatedResult, Measured } from '../../performance/results.ts';
import type { MatmulOutput } from '../../performance/matmul-output.ts';
import type { MatmulOptions } from '../../performance/matmul.ts';
import type { Interface } from '../../interface.ts';

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
