import { observeMachine, targetFor } from '../../check/observe.ts';
import { collectLocal } from '../../collect/local.ts';
import { checkRequest, environmentOf } from '../../command-model/check-options.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { timeoutMs } from '../../command-model/common-options.ts';
import { refuseToLose } from '../../command-model/variables-at-stake.ts';
import { UndeterminedError, UsageError } from '../../errors.ts';
import { called } from '../../interface.ts';
import type { JsonObject } from '../../json.ts';
import { askPython } from '../../python/ask-python.ts';
import { chooseTarget } from '../../python/choose-python.ts';
import { storeChosenPython } from '../../python/chosen-python.ts';
import { shellHere } from '../../process/shell-here.ts';
import { quoted, quotedProgram } from '../../shell.ts';
import { recordedBlock } from '../../report/check-report.ts';
import { pythonsReport, type FoundPython, type ListedTarget } from './report.ts';

/** `gpu-python list`: every Python that files lead to, and which of them is diagnosed. */
export async function listPythons(context: Context, args: Arguments): Promise<Outcome> {
  if (args.options['from'] !== undefined) return recordedPythons(context, args);
  const target = await targetFor(checkRequest(context, args));
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
      `The Pythons could not be listed: ${found?.detail ?? 'no answer'}. Check that \`${target.python}\` can run.`,
    );
  }
  const { pythons } = found.data;
  return {
    report: pythonsReport(pythons, target, context.ui),
    value: pythonsValue(pythons, target),
    exitCode: 0,
  };
}

/** The Pythons of a recorded machine. */
async function recordedPythons(context: Context, args: Arguments): Promise<Outcome> {
  const { snapshot, recordedIn } = await observeMachine(checkRequest(context, args));
  const { target, observations } = snapshot;
  if (observations.pythons?.ok !== true) {
    throw new UndeterminedError(`The Pythons of that machine are not in \`${recordedIn ?? ''}\`.`);
  }
  const { pythons } = observations.pythons.data;
  const { blocks } = pythonsReport(pythons, target, undefined);
  const recorded = recordedBlock(snapshot, recordedIn);
  return {
    report: { blocks: [recorded, ...blocks] },
    value: pythonsValue(pythons, target),
    exitCode: 0,
  };
}

function pythonsValue(pythons: readonly FoundPython[], target: ListedTarget): JsonObject {
  const { python: path, chosenBecause, practice } = target;
  return {
    schema: 'tf-gpu-doctor/pythons',
    version: 1,
    target: path,
    chosenBecause,
    practice,
    pythons: pythons.map((python) => ({ ...python, diagnosed: python.path === path })),
  };
}

/** `gpu-python use PATH`: the next runs, and in a notebook this one, take another Python. */
export async function use(context: Context, args: Arguments): Promise<Outcome> {
  const [word] = args.positionals;
  if (word === undefined) {
    const shows = called(context.ui, 'gpu-python');
    throw new UsageError(`Name the Python: \`use PATH\`. \`${shows}\` lists them.`);
  }
  const { environment, cwd, notebook } = context;
  const option = word.replace(/^~(?=[/\\])/, environment['HOME'] ?? '~');
  const { python } = await chooseTarget({ option, environment, cwd });
  const found = await askPython({ python, environment, cwd });
  const has = typeof found === 'string' ? null : found;
  if (notebook !== undefined && notebook.python !== python) {
    const refused = await refuseToLose(notebook, args, {
      purpose: `switch to ${python}`,
      line: `%gpu-python use ${quoted(word)}`,
      value: pythonValue(null, null),
      instead: 'Here, choose the kernel of that Python: Kernel > Change Kernel.',
    });
    if (refused) return refused;
    context.show({
      blocks: [{ kind: 'progress', text: `Starting ${python} in place of ${notebook.python}` }],
    });
    storeChosenPython(environment, python);
    await notebook.restart({ python });
  } else {
    storeChosenPython(environment, python);
  }
  const lacksKernel = notebook !== undefined && has?.ipykernel == null;
  const shell = quotedProgram(python, shellHere);
  return {
    report: {
      blocks: [
        {
          kind: 'headline',
          status: lacksKernel ? 'warn' : 'ok',
          text: `From now on ${python} is diagnosed: Python ${has?.version ?? ''}, ${has?.tensorflow ?? 'no TensorFlow'}.`,
          next: lacksKernel
            ? `It has no ipykernel, so Python cells cannot run. Install it: \`${shell} -m pip install ipykernel\``
            : checkIt(context),
        },
      ],
    },
    value: pythonValue(python, has?.tensorflow ?? null),
    exitCode: 0,
  };
}

/** `gpu-python forget`: undoes `use`. */
export function forget(context: Context): Outcome {
  storeChosenPython(context.environment, undefined);
  return {
    report: {
      blocks: [
        {
          kind: 'headline',
          status: 'ok',
          text: 'The choice is forgotten. The active environment or the first Python on PATH counts again.',
          next: context.notebook
            ? 'It takes effect when the kernel is started again.'
            : checkIt(context),
        },
      ],
    },
    value: pythonValue(null, null),
    exitCode: 0,
  };
}

const checkIt = ({ ui }: Context): string => `Check it: \`${called(ui, 'gpu-check')}\``;

function pythonValue(python: string | null, tensorflow: string | null): JsonObject {
  return { schema: 'tf-gpu-doctor/python', version: 1, python, tensorflow };
}
