import type { Grade } from './exercise-state.ts';
import type { Scenario } from './scenario.ts';

/** How good an answer is, and why. */
export interface Graded {
  readonly grade: Grade;
  readonly why: string;
}

/**
 * Judges an answer: the id of a finding, or `healthy`.
 * @param meaning what the finding of that id says: the title of its page
 */
export function gradeAnswer(scenario: Scenario, answer: string, meaning: string): Graded {
  if (answer === (scenario.expected ?? 'healthy'))
    return { grade: 'right', why: scenario.solution };
  const symptom = scenario.symptoms[answer];
  if (symptom !== undefined) return { grade: 'symptom', why: symptom };
  if (answer === 'healthy')
    return {
      grade: 'wrong',
      why: 'TensorFlow does not compute rightly on every GPU that this machine has. Something keeps it from that.',
    };
  return {
    grade: 'wrong',
    why:
      scenario.expected === null
        ? 'Look whether TensorFlow lists the GPU and computes rightly on it, before you look for a fault.'
        : `That would mean: ${meaning.replace(/\.$/u, '')}. Nothing on this machine shows it.`,
  };
}
