import { checkRequest, environmentOf, optionText } from '../../command-model/check-options.ts';
import { rm } from 'node:fs/promises';
import { delimiter, dirname } from 'node:path';
import { UsageError } from '../../errors.ts';
import { prepareScenario } from '../../lab/lab.ts';
import { runInForeground } from '../../lab/foreground.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { timeoutMs } from '../../command-model/common-options.ts';
import { targetOf } from '../../check/observe.ts';
import type { Environment } from '../../process/environment.ts';
import { describeEnd } from '../../process/process-end.ts';

/**
 * `lab run NAME -- COMMAND...`: the command has the terminal to itself. `python` means the Python that is diagnosed.
 * With `--json` its output goes to standard error, because standard output is one object.
 */
export async function run(
  context: Context,
  words: readonly string[],
  args: Arguments,
): Promise<Outcome> {
  if (context.ui !== 'terminal')
    throw new UsageError('`lab run` works in a terminal only. Here, use `%lab start NAME`.');
  const [name, file, ...rest] = words;
  if (name === undefined || file === undefined)
    throw new UsageError(
      'Name a scenario and a command: `tf-gpu-doctor lab run no-cudnn -- python train.py`.',
    );
  const { python } = await targetOf(checkRequest(context, args));
  const { signal } = context;
  const prepared = await prepareScenario(name, {
    python,
    environment: withPython(python, environmentOf(context)),
    signal,
  });
  try {
    const end = await runInForeground({
      file,
      args: rest,
      cwd: context.cwd,
      environment: prepared.environment,
      stdoutTo: args.options['json'] === undefined ? 'stdout' : 'stderr',
      signal,
      ...(optionText(args, 'timeout') === undefined ? {} : { timeoutMs: timeoutMs(args, 0) }),
    });
    return outcome(name, [file, ...rest], end);
  } finally {
    await rm(prepared.folder, { recursive: true, force: true });
  }
}

function withPython(python: string, environment: Environment): Environment {
  const path = [dirname(python), environment['PATH']].filter(Boolean).join(delimiter);
  return { ...environment, PATH: path, TF_GPU_DOCTOR_PYTHON: python };
}

function outcome(
  scenario: string,
  command: readonly string[],
  end: { readonly code: number | null; readonly signal: string | null },
): Outcome {
  const { code, signal } = end;
  const how = describeEnd(
    signal === null ? { how: 'exit', code: code ?? 1 } : { how: 'signal', signal },
  );
  const well = end.code === 0;
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
