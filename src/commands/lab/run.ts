import { rm } from 'node:fs/promises';
import { delimiter, dirname } from 'node:path';
import { targetFor } from '../../check/observe.ts';
import { checkRequest, environmentOf } from '../../command-model/check-options.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { timeoutMs } from '../../command-model/common-options.ts';
import { UsageError } from '../../errors.ts';
import { runInForeground } from '../../lab/foreground.ts';
import { solvedScenarios } from '../../lab/exercise-state.ts';
import { prepareScenario } from '../../lab/lab.ts';
import { listScenarios } from '../../lab/scenario.ts';
import type { Environment } from '../../process/environment.ts';
import { ranOutcome, scenariosReport } from './report.ts';

/** `lab list`: all simulated machines. Their causes are left out, because they are to be found. */
export function listMachines(context: Context): Outcome {
  const solved = solvedScenarios(context);
  const scenarios = listScenarios().map(({ name, alias, title, healthy }) => ({
    name: alias,
    title,
    healthy,
    solved: solved.has(name),
  }));
  return {
    report: scenariosReport(scenarios, context.ui),
    value: { schema: 'tf-gpu-doctor/scenarios', version: 1, scenarios },
    exitCode: 0,
  };
}

/**
 * `lab run NAME -- COMMAND...`: the command has the terminal to itself. `python` means the Python that is diagnosed.
 * With `--json` its output goes to standard error, because standard output is one object.
 */
export async function run(context: Context, args: Arguments): Promise<Outcome> {
  const [name, file, ...rest] = args.positionals;
  if (name === undefined || file === undefined) {
    throw new UsageError(
      'Name a scenario and a command: `tf-gpu-doctor lab run no-cudnn -- python train.py`.',
    );
  }
  const { python } = await targetFor(checkRequest(context, args));
  const { signal } = context;
  const limit = timeoutMs(args, 0);
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
      ...(limit > 0 && { timeoutMs: limit }),
    });
    return ranOutcome(name, [file, ...rest], end);
  } finally {
    await rm(prepared.folder, { recursive: true, force: true });
  }
}

function withPython(python: string, environment: Environment): Environment {
  const path = [dirname(python), environment['PATH']].filter(Boolean).join(delimiter);
  return { ...environment, PATH: path, TF_GPU_DOCTOR_PYTHON: python };
}
