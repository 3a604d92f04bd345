import type { Scenario } from '../../lab/scenario.ts';
import type { ExitCode, Outcome } from '../../command-model/command.ts';
import { called, type Interface } from '../../interface.ts';
import type { JsonObject } from '../../json.ts';
import { describeEnd } from '../../process-end.ts';
import type { Report, Status } from '../../report/report.ts';

/** All simulated machines, and how to use one. */
export function scenariosReport(
  scenarios: readonly { readonly name: string; readonly title: string }[],
  ui: Interface,
): Report {
  const next =
    ui === 'notebook'
      ? 'Start one with `%lab start NAME`, or `%lab start surprise` for one that you do not choose.'
      : `Run a command on one: \`${called(ui, 'lab run NAME -- COMMAND')}\`.`;
  return {
    blocks: [
      {
        kind: 'headline',
        status: 'info',
        text: `The lab has ${scenarios.length} simulated machines. TensorFlow on them is real, only the driver and the GPU are not.`,
        next,
      },
      {
        kind: 'table',
        columns: [{ title: 'Name' }, { title: 'What people say of it' }],
        rows: scenarios.map(({ name, title }) => [`\`${name}\``, title]),
      },
    ],
  };
}

/** How a command ended on a simulated machine. */
export function ranOutcome(
  scenario: string,
  command: readonly string[],
  end: { readonly code: number | null; readonly signal: string | null },
): Outcome {
  const { code, signal } = end;
  const how = describeEnd(
    signal === null ? { how: 'exit', code: code ?? 0 } : { how: 'signal', signal },
  );
  const well = code === 0;
  return {
    report: {
      blocks: [
        {
          kind: 'headline',
          status: well ? 'ok' : 'info',
          text: `On the simulated machine \`${scenario}\`, \`${command[0] ?? ''}\` ${how}.`,
        },
      ],
    },
    value: { schema: 'tf-gpu-doctor/lab-run', version: 1, scenario, command, ...end },
    exitCode: well ? 0 : 1,
  };
}

/** A line that is shown while something is done. */
export const labProgress = (text: string): Report => ({ blocks: [{ kind: 'progress', text }] });

/** The story, and what can be done. */
export function startedOutcome({ name, title, story }: Scenario, secret: boolean): Outcome {
  return labOutcome(
    'info',
    secret
      ? `A simulated machine: ${title}.`
      : `You are on the simulated machine \`${name}\`: ${title}.`,
    'Look around with `%gpu-check` or with TensorFlow itself. `%lab hint` helps, `%lab answer ID` names the cause, `%lab stop` brings you back.',
    [
      story,
      'A simulated GPU computes with the numbers of the processor, slowly. The few operations that it cannot do stop with a message.',
    ],
    { state: 'started', scenario: secret ? null : name },
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

/** Right, with the solution, or wrong, without it. */
export function answeredOutcome(scenario: Scenario, given: string, correct: boolean): Outcome {
  const value = { state: 'answered', answer: given, correct };
  if (correct)
    return labOutcome(
      'ok',
      `Right: \`${given}\`.`,
      '`%lab stop` brings you back.',
      [scenario.solution],
      value,
    );
  const next = 'Try again, ask for a `%lab hint`, or run `%gpu-check`.';
  const wrong = labOutcome('fail', `\`${given}\` is not the cause here.`, next, [], value, 1);
  // So that a notebook with exercises stops at a wrong answer, and a grader sees it.
  return { ...wrong, failsCell: true };
}

/** Which machine it was. */
export function stoppedOutcome({ name, expected }: Scenario): Outcome {
  const was = expected === null ? 'was healthy' : `had \`${expected}\``;
  return labOutcome(
    'ok',
    `Back on the real machine. The simulated one (\`${name}\`) ${was}.`,
    undefined,
    [],
    { state: 'stopped', scenario: name, expected },
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
