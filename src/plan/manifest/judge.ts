import type { Knowledge } from '../../knowledge/tables.ts';
import type { Wish } from '../wish.ts';
import { factsOf, type About } from './about.ts';
import type { Manifest } from './manifest.ts';
import { imageProblems } from './image-problems.ts';
import { packageProblems } from './package-problems.ts';
import type { RatedProblem, Problem } from './problem.ts';

export interface Judgement {
  /** They keep TensorFlow from the GPU, or break it. */
  readonly problems: readonly Problem[];
  /** They may, depending on what the file does not say. */
  readonly notes: readonly Problem[];
}

/** Judges a file, for the machine of a wish where one was described. */
export function judgeManifest(knowledge: Knowledge, wish: Wish, manifest: Manifest): Judgement {
  const about: About = factsOf(knowledge, wish, manifest);
  const all = [...packageProblems(about), ...imageProblems(about)].toSorted(
    (a, b) => a.line - b.line,
  );
  return {
    problems: all.filter((one) => one.sure).map(plain),
    notes: all.filter((one) => !one.sure).map(plain),
  };
}

const plain = ({ line, id, summary }: RatedProblem): Problem => ({ line, id, summary });
