import { checkRequest, environmentOf } from '../../command-model/check-options.ts';
import { collectLocal } from '../../collect/local.ts';
import type { Observed } from '../../snapshot/observations/index.ts';
import type { Target } from '../../python/choose-python.ts';
import { UndeterminedError, UsageError } from '../../errors.ts';
import type { Report } from '../../report/report.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { timeoutMs } from '../../command-model/common-options.ts';
import { targetOf } from '../../check/observe.ts';

type Python = Observed<'pythons'>['pythons'][number];

/** Every Python that files lead to, the one that is diagnosed first. */
export async function listPythons(context: Context, args: Arguments): Promise<Outcome> {
  if (args.options['from'] !== undefined) {
    throw new UsageError('gpu-python is about this machine; --from means nothing here.');
  }
  const target = await targetOf(checkRequest(context, args));
  const { pythons: found } = await collectLocal({
    python: target.python,
    environment: environmentOf(context),
    cwd: context.cwd,
    probes: ['pythons'],
    timeoutMs: timeoutMs(args, 20_000),
    signal: context.signal,
  });
  context.signal.throwIfAborted();
  if (found?.ok !== true) {
    throw new UndeterminedError(
      `The Pythons could not be listed: ${found?.detail ?? 'no answer'}. Is ${target.python} in order?`,
    );
  }
  const pythons = found.data.pythons;
  return {
    report: reportOf(pythons, target, context),
    value: {
      schema: 'tf-gpu-doctor/pythons',
      version: 1,
      target: target.python,
      chosenBecause: target.chosenBecause,
      practice: target.practice,
      pythons: pythons.map((python) => ({ ...python, diagnosed: python.path === target.python })),
    },
    exitCode: 0,
  };
}

function reportOf(pythons: readonly Python[], target: Target, context: Context): Report {
  const other = pythons.find((one) => one.tensorflow !== null && one.path !== target.python);
  const command = context.ui === 'notebook' ? '%gpu-python' : 'tf-gpu-doctor gpu-python';
  return {
    blocks: [
      {
        kind: 'headline',
        status: 'info',
        text: `Diagnosed is ${target.python}, because of: ${target.chosenBecause}.`,
        ...(other && { next: `To diagnose another one: \`${command} use ${other.path}\`` }),
      },
      {
        kind: 'table',
        columns: [
          { title: 'Python' },
          { title: 'Version' },
          { title: 'TensorFlow' },
          { title: 'ipykernel' },
          { title: 'Found as' },
        ],
        rows: pythons.map((one) => [
          one.path === target.python
            ? { text: `\`${one.path}\` (diagnosed)`, status: 'info' }
            : `\`${one.path}\``,
          one.version ?? 'not told',
          one.tensorflow ?? 'none',
          one.ipykernel ?? 'none',
          one.origin,
        ]),
      },
      {
        kind: 'paragraph',
        text: 'A Python without ipykernel can be checked all the same; only a notebook needs it.',
      },
    ],
  };
}
