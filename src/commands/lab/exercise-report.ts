import type { ExitCode, Outcome } from '../../command-model/command.ts';
import type { JsonObject } from '../../json.ts';
import { type Exercise, isSolved } from '../../lab/exercise-state.ts';
import type { Graded } from '../../lab/grade.ts';
import type { Scenario } from '../../lab/scenario.ts';
import type { Block, Report, Status } from '../../report/report.ts';

/** A line that is shown while something is done. */
export const labProgress = (text: string): Report => ({ blocks: [{ kind: 'progress', text }] });

/** The story, and what can be done. A surprise and an exam have no title. */
export function startedOutcome(scenario: Scenario, mode: Exercise['mode']): Outcome {
  const { alias, title, story } = scenario;
  const look =
    mode === 'exam'
      ? 'Look around with Python, `nvidia-smi` and the log: `%gpu-check`, `%explain` and `%gpu-fix` answer after you did. `%lab answer ID` counts once.'
      : 'Look around with `%gpu-check` or with TensorFlow itself. `%lab hint` helps, `%lab answer ID` names the cause, `%lab stop` brings you back.';
  return labOutcome(
    'info',
    mode === 'named'
      ? `You are on the simulated machine \`${alias}\`: ${title}.`
      : `You are on the simulated machine \`${alias}\`.`,
    look,
    [
      story,
      'A simulated GPU computes with the numbers of the processor, slowly. The few operations that it cannot do stop with a message.',
    ],
    { state: 'started', machine: alias, mode, scenario: mode === 'named' ? scenario.name : null },
  );
}

/** A hint, or that there is none left. */
export function hintOutcome(text: string | undefined, left: number): Outcome {
  if (text === undefined)
    return labOutcome('info', 'There are no more hints.', 'Check the machine: `%gpu-check`.', [], {
      state: 'hint',
      hint: null,
      left: 0,
    });
  const next = left > 0 ? `Hints left: ${left}.` : 'That was the last hint.';
  return labOutcome('info', text, next, [], { state: 'hint', hint: text, left });
}

/** Right, with the solution; or what is not right about it. An exam is over then, and gives its solution too. */
export function answeredOutcome(
  given: string,
  { grade, why }: Graded,
  exam: Scenario | undefined,
): Outcome {
  const correct = grade === 'right';
  const value = { state: 'answered', answer: given, correct, grade };
  const back = '`%lab stop` brings you back.';
  if (correct) return labOutcome('ok', `Right: \`${given}\`.`, back, [why], value);
  const text =
    grade === 'symptom'
      ? `\`${given}\` is a symptom here, and not the cause.`
      : `\`${given}\` is not the cause here.`;
  const solution =
    exam === undefined ? [] : [`It was \`${exam.expected ?? 'healthy'}\`. ${exam.solution}`];
  const next = exam === undefined ? 'Try again, ask for a `%lab hint`, or run `%gpu-check`.' : back;
  const status = grade === 'symptom' ? 'warn' : 'fail';
  const wrong = labOutcome(status, text, next, [why, ...solution], value, 1);
  // So that a notebook with exercises stops at a wrong answer, and a grader sees it.
  return { ...wrong, failsCell: true };
}

/** Machine, time, tries and hints. */
export function statusOutcome(exercise: Exercise, { alias }: Scenario, here: boolean): Outcome {
  const minutes = minutesOf(exercise);
  const { hints, tries, mode } = exercise;
  const solved = isSolved(exercise);
  return labOutcome(
    solved ? 'ok' : 'info',
    `${here ? 'You are on' : 'You were on'} the simulated machine \`${alias}\`${mode === 'exam' ? ' for an exam' : ''}, since ${minutes} minutes. ${solved ? 'It is solved.' : 'It is not solved yet.'}`,
    here
      ? undefined
      : 'The kernel was restarted, and Python is on the real machine: `%lab start` goes on, `%lab stop` ends the exercise.',
    [
      `Answers: ${tries.map((one) => `\`${one.answer}\` (${gradeWord[one.grade]})`).join(', ') || 'none'}. Hints used: ${hints}.`,
    ],
    { state: 'status', machine: alias, mode, minutes, hints, tries, solved, here },
  );
}

const gradeWord = { right: 'right', symptom: 'a symptom', wrong: 'wrong' } as const;

/** All exercises of a notebook, for the student and the teacher. */
export function exercisesOutcome(
  all: readonly { readonly exercise: Exercise; readonly scenario: Scenario }[],
): Outcome {
  const solved = all.filter(({ exercise }) => isSolved(exercise)).length;
  const rows = all.map(({ exercise, scenario }) => [
    `\`${scenario.alias}\``,
    exercise.mode,
    isSolved(exercise) ? `\`${scenario.expected ?? 'healthy'}\`` : 'not solved',
    String(exercise.tries.length),
    String(exercise.hints),
    String(minutesOf(exercise)),
  ]);
  const outcome = labOutcome(
    'info',
    all.length === 0
      ? 'No exercise was started in this notebook yet.'
      : `${solved} of ${all.length} exercises of this notebook are solved.`,
    undefined,
    [],
    {
      state: 'report',
      exercises: all.map(({ exercise, scenario }) => ({
        machine: scenario.alias,
        mode: exercise.mode,
        solved: isSolved(exercise),
        tries: exercise.tries,
        hints: exercise.hints,
        minutes: minutesOf(exercise),
      })),
    },
  );
  const titles = ['Machine', 'How', 'Cause', 'Answers', 'Hints', 'Minutes'];
  const table: Block = { kind: 'table', columns: titles.map((title) => ({ title })), rows };
  if (all.length === 0) return outcome;
  return { ...outcome, report: { blocks: [...outcome.report.blocks, table] } };
}

const minutesOf = ({ startedAt, endedAt }: Exercise): number =>
  Math.round(((endedAt ?? Date.now()) - startedAt) / 60_000);

/** Which machine it was. */
export function stoppedOutcome({ name, alias, expected }: Scenario): Outcome {
  const was = expected === null ? 'was healthy' : `had \`${expected}\``;
  return labOutcome(
    'ok',
    `Back on the real machine. The simulated one, \`${alias}\` (\`${name}\`), ${was}.`,
    undefined,
    [],
    { state: 'stopped', machine: alias, scenario: name, expected },
  );
}

function labOutcome(
  status: Status,
  text: string,
  next: string | undefined,
  paragraphs: readonly string[],
  value: JsonObject,
  exitCode: ExitCode = 0,
): Outcome {
  return {
    report: {
      blocks: [
        { kind: 'headline', status, text, ...(next === undefined ? {} : { next }) },
        ...paragraphs.map((paragraph) => ({ kind: 'paragraph' as const, text: paragraph })),
      ],
    },
    value: { schema: 'tf-gpu-doctor/lab', version: 1, ...value },
    exitCode,
  };
}
