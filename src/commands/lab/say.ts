import type { Scenario } from '../../lab/scenario.ts';
import type { Report, Status } from '../../report/report.ts';
import type { ExitCode, Outcome } from '../../command-model/command.ts';
import type { JsonObject } from '../../json.ts';

/** A line for while something is done. */
export const working = (text: string): Report => ({ blocks: [{ kind: 'progress', text }] });

/** The story, and what can be done. */
export function started({ name, title, story }: Scenario, secret: boolean): Outcome {
  return outcome(
    'info',
    secret
      ? `A simulated machine: ${title}.`
      : `You are on the simulated machine \`${name}\`: ${title}.`,
    'Look around with `%gpu-check` or with TensorFlow itself. `%lab hint` helps, `%lab answer ID` names the cause, `%lab stop` brings you back.',
    [
      story,
      'On a simulated GPU matrix products and max pooling really compute. Nothing else does: no convolution, no training.',
    ],
    { state: 'started', scenario: secret ? null : name },
  );
}

/** A hint, or that there is none left. */
export function hint(text: string | undefined, left: number): Outcome {
  if (text === undefined)
    return outcome('info', 'There are no more hints.', 'Check the machine: `%gpu-check`.', [], {
      state: 'hint',
      hint: null,
      left: 0,
    });
  const next = left > 0 ? `Hints left: ${String(left)}.` : 'That was the last hint.';
  return outcome('info', text, next, [], { state: 'hint', hint: text, left });
}

/** Right, with the solution, or wrong, without it. */
export function answered(scenario: Scenario, given: string, correct: boolean): Outcome {
  const value = { state: 'answered', answer: given, correct };
  if (correct)
    return outcome(
      'ok',
      `Right: \`${given}\`.`,
      '`%lab stop` brings you back.',
      [scenario.solution],
      value,
    );
  const next = 'Try again, ask for a `%lab hint`, or let `%gpu-check` look.';
  const wrong = outcome('fail', `\`${given}\` is not the cause here.`, next, [], value, 1);
  // So that a notebook with exercises stops at a wrong answer, and a grader sees it.
  return { ...wrong, failsCell: true };
}

export function stopped({ name, expected }: Scenario): Outcome {
  const was = expected === null ? 'was healthy' : `had \`${expected}\``;
  return outcome(
    'ok',
    `Back on the real machine. The simulated one (\`${name}\`) ${was}.`,
    undefined,
    [],
    { state: 'stopped', scenario: name, expected },
  );
}

/** Nothing was done, because a restart would lose variables. */
export function wouldLose(names: readonly string[], line: string): Outcome {
  const some = names.slice(0, 5).map((name) => `\`${name}\``);
  const more = names.length > some.length ? ` and ${String(names.length - some.length)} more` : '';
  return outcome(
    'warn',
    `Python would restart, and these variables would be lost: ${some.join(', ')}${more}. Nothing was done.`,
    `If that is fine: \`${line} --yes\`.`,
    [],
    { state: 'unchanged', wouldLose: names },
    1,
  );
}

function outcome(
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
