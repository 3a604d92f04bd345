/** What keeps TensorFlow from a GPU in an environment that was not built yet. */
export interface Problem {
  /** Counted from 1. */
  readonly line: number;
  /** The finding's id: its page tells more. */
  readonly id: string;
  readonly summary: string;
}

/** A problem, and whether it is sure or depends on what the file does not say. */
export interface RatedProblem extends Problem {
  readonly sure: boolean;
}

/** TensorFlow does not use the GPU, or breaks. */
export const certain = (line: number, id: string, summary: string): RatedProblem => ({
  line,
  id,
  summary,
  sure: true,
});

/** It may, depending on what the file does not say. */
export const possible = (line: number, id: string, summary: string): RatedProblem => ({
  line,
  id,
  summary,
  sure: false,
});
