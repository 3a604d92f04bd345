import { UsageError } from '../errors.ts';
import { type ExercisePlace, readExercises } from './exercise-state.ts';

/** Whether an exam is on: what the product knows is withheld until an answer was given. */
export function examIsOn(place: ExercisePlace): boolean {
  const { current, machine } = readExercises(place);
  return current?.mode === 'exam' && current.tries.length === 0 && machine?.pid === process.pid;
}

/** @throws UsageError when a notebook asks for help in its exam */
export function refuseInExam(
  command: string,
  context: ExercisePlace & { readonly notebook?: unknown },
): void {
  if (context.notebook === undefined || !examIsOn(context)) return;
  throw new UsageError(
    `In an exam \`%${command}\` answers after you did: \`%lab answer ID\`. Look with Python, \`nvidia-smi\` and TensorFlow's log; \`%lab stop\` ends the exam.`,
  );
}
