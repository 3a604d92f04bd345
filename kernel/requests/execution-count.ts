import type { JsonObject } from '../../src/json.ts';

/**
 * The numbers of the cells. The kernel owns them: a number is given once, whether the kernel or Python runs the cell,
 * and counting goes on when Python is started again.
 */
export interface Count {
  /** The number of the next cell. */
  readonly next: () => number;
  /** Takes the next number for a cell that the kernel runs, or that could not be run. */
  take(source: string): void;
  /** Python has used this number. */
  used(number: number): void;
  /** Python was started again, so it counts from 1. */
  restarted(): void;
  /** What Python must learn before it runs a cell; undefined when it has the right number. */
  behind(): CatchUp | undefined;
}

export interface CatchUp {
  /** Number and source of the cells that the kernel ran meanwhile. */
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
      const catchUp = { cells, next };
      python = next;
      cells = [];
      return catchUp;
    },
  };
}

/** Whether a cell, by the content of its request, has a number and is remembered. */
export function isCounted({ silent, store_history }: JsonObject): boolean {
  return silent !== true && store_history !== false;
}
