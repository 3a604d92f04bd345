import type { Outcome } from '../../command-model/command.ts';
import { called, type Interface } from '../../interface.ts';
import { describeEnd } from '../../process-end.ts';
import type { Report } from '../../report/report.ts';

/** All simulated machines, and how to use one. */
export function scenariosReport(
  scenarios: readonly {
    readonly name: string;
    readonly title: string;
    readonly solved: boolean;
  }[],
  ui: Interface,
): Report {
  const next =
    ui === 'notebook'
      ? 'Start one with `%lab start MACHINE`, or `%lab start surprise` for one that you do not choose.'
      : `Run a command on one: \`${called(ui, 'lab run MACHINE -- COMMAND')}\`.`;
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
        columns: [{ title: 'Machine' }, { title: 'What people say of it' }, { title: 'Solved' }],
        rows: scenarios.map(({ name, title, solved }) => [
          `\`${name}\``,
          title,
          solved ? 'yes' : '',
        ]),
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
