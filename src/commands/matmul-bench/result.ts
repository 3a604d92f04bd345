import type { Judged, Measured } from '../../performance/judge.ts';
import type { MatmulTold } from '../../performance/matmul-lines.ts';
import type { MatmulWish } from '../../performance/matmul.ts';
import type { Interface } from '../../interface.ts';

/** All there is to say about one run. */
export interface Bench {
  readonly wish: MatmulWish;
  readonly told: MatmulTold;
  readonly judged: readonly Judged[];
  /** Why it ended early: one sentence. */
  readonly trouble: string | undefined;
  readonly ui: Interface;
}

/** Those that were done, right or wrong. */
export const measuredOf = (judged: readonly Judged[]): readonly Measured[] =>
  judged.filter((one) => one.status === 'measured');
