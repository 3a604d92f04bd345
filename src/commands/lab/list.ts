import { listScenarios } from '../../lab/lab.ts';
import type { Context, Outcome } from '../../command-model/command.ts';

/** All simulated machines. The causes are not told: they are to be found. */
export function list(context: Context): Outcome {
  const scenarios = listScenarios().map(({ name, title, healthy }) => ({ name, title, healthy }));
  const next =
    context.ui === 'notebook'
      ? 'Start one with `%lab start NAME`, or `%lab start surprise` for one that you do not choose.'
      : 'Run a command on one: `tf-gpu-doctor lab run NAME -- COMMAND`.';
  return {
    report: {
      blocks: [
        {
          kind: 'headline',
          status: 'info',
          text: `The lab has ${String(scenarios.length)} simulated machines. TensorFlow on them is real, only the driver and the GPU are not.`,
          next,
        },
        {
          kind: 'table',
          columns: [{ title: 'Name' }, { title: 'What people say of it' }],
          rows: scenarios.map(({ name, title }) => [`\`${name}\``, title]),
        },
      ],
    },
    value: { schema: 'tf-gpu-doctor/scenarios', version: 1, scenarios },
    exitCode: 0,
  };
}
