import type { JsonObject } from '../../src/json.ts';

/**
 * The numbers of the cells. The front owns them: a number is given once, whether the front or Python runs the cell, and
 * counting goes on when Python is started again.
 */
export interface Count {
  /** The number of the next cell. */
  readonly next: () => number;
  /** Takes the next number for a cell that the front runs, or that nobody could run. */
  take(source: string): void;
  /** Python was seen to have used this number. */
  used(number: number): void;
  /** Python was started again, after a cell that took a number with it or not. */
  restarted(): void;
  /** What Python must be told before it runs a cell; undefined when it counts right. */
  behind(): CatchUp | undefined;
}

export interface CatchUp {
  /** Number and source of the cells that the front ran meanwhile. */
  readonly cells: readonly (readonly [number: number, source: string])[];
  readonly next: number;
}

export function createCount(): Count {
  let next = 1;
  let python = 1;
  let cells: [number, string][] = [];
  return {
    next: () => next,
    take: (source) => {
      cells.push([next, source]);
      next += 1;
    },
    used: (number) => {
      python = Math.max(python, number + 1);
      next = Math.max(next, python);
    },
    restarted: () => {
      python = 1;
    },
    behind: () => {
      if (python === next) return undefined;
      const told = { cells, next };
      python = next;
      cells = [];
      return told;
    },
  };
}

/** Whether a cell, by the content of its request, has a number and is remembered. */
export function isCounted({ silent, store_history }: JsonObject): boolean {
  return silent !== true && store_history !== false;
}
