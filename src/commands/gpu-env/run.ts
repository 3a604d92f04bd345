import { observeMachine } from '../../check/observe.ts';
import { checkRequest, environmentOf } from '../../command-model/check-options.ts';
import type {
  Arguments,
  Context,
  EnvironmentChanges,
  Outcome,
} from '../../command-model/command.ts';
import { didYouMean } from '../../command-model/nearest.ts';
import { refuseToLose } from '../../command-model/variables-at-stake.ts';
import { UndeterminedError, UsageError } from '../../errors.ts';
import { called } from '../../interface.ts';
import type { Environment } from '../../process/environment.ts';
import { recordedBlock } from '../../report/check-report.ts';
import { shellHere } from '../../process/shell-here.ts';
import { quoted, variableLine } from '../../shell.ts';
import { environmentReport } from './report.ts';
import { gpuVariables } from './variables.ts';

/** `gpu-env show`: the variables as a TensorFlow that is started now would find them. */
export async function showVariables(context: Context, args: Arguments): Promise<Outcome> {
  if (args.options['from'] === undefined) return environmentOutcome(context);
  const { snapshot, recordedIn } = await observeMachine(checkRequest(context, args));
  const { environment } = snapshot.observations;
  if (environment?.ok !== true) {
    throw new UndeterminedError(`The environment is not in \`${recordedIn ?? ''}\`.`);
  }
  const { report, value, exitCode } = variablesOutcome(environment.data.variables, {});
  const recorded = recordedBlock(snapshot, recordedIn);
  return { report: { blocks: [recorded, ...report.blocks] }, value, exitCode };
}

/** `gpu-env set NAME=VALUE`, `gpu-env unset NAME`: restarts the notebook's Python under the change. */
export async function change(
  verb: 'set' | 'unset',
  context: Context,
  args: Arguments,
): Promise<Outcome> {
  const { positionals: words } = args;
  if (words.length === 0) throw new UsageError(`Name what to ${verb}.`);
  const known = gpuVariables().map((one) => one.name);
  const changes = Object.fromEntries(
    words.map((word) => readChange(verb, word, known, called(context.ui, 'gpu-env'))),
  );
  if (context.notebook === undefined) throw new UsageError(inTerminal(changes));
  const refused = await refuseToLose(context.notebook, args, {
    purpose: `${verb} ${Object.keys(changes).join(', ')}`,
    line: `%gpu-env ${verb} ${words.map((word) => quoted(word)).join(' ')}`,
    value: { schema: 'tf-gpu-doctor/environment', version: 1, changes: {} },
    instead: inOrdinaryKernel(changes),
  });
  if (refused) return refused;
  context.show({
    blocks: [{ kind: 'progress', text: 'Restarting Python under the changed environment' }],
  });
  await context.notebook.restart({ environment: changes });
  return environmentOutcome(context, changes);
}

function readChange(
  verb: 'set' | 'unset',
  word: string,
  known: readonly string[],
  listCommand: string,
): readonly [string, string | null] {
  const cut = word.indexOf('=');
  if (verb === 'set' && cut < 1) {
    throw new UsageError(`Write \`set NAME=VALUE\`; \`${word}\` has no value.`);
  }
  const name = verb === 'set' ? word.slice(0, cut) : word;
  if (!known.includes(name)) {
    const meant = didYouMean(name, known) || ` \`${listCommand}\` lists them.`;
    throw new UsageError(`\`${name}\` is not among the GPU-related variables.${meant}`);
  }
  return [name, verb === 'set' ? word.slice(cut + 1) : null];
}

/** TensorFlow reads most of these variables once, when it starts. */
function inOrdinaryKernel(changes: EnvironmentChanges): string {
  const lines = Object.entries(changes).map(([name, value]) =>
    value === null
      ? `os.environ.pop(${pythonText(name)}, None)`
      : `os.environ[${pythonText(name)}] = ${pythonText(value)}`,
  );
  return `Here, restart the kernel, then run this before TensorFlow is imported: \`import os; ${lines.join('; ')}\`. \`LD_LIBRARY_PATH\` has to be set before the kernel starts.`;
}

/** A text as Python writes it. JSON's strings are Python's, too. */
const pythonText = (text: string): string => JSON.stringify(text);

/** A program cannot change the shell that started it, so the shell's own lines are shown. */
function inTerminal(changes: EnvironmentChanges): string {
  const lines = Object.entries(changes).map(([name, value]) =>
    variableLine(name, value, shellHere),
  );
  return `A command cannot change the shell it was started from. Type this there: \`${lines.join('; ')}\`.`;
}

function environmentOutcome(context: Context, changed?: EnvironmentChanges): Outcome {
  return variablesOutcome(environmentOf(context), context.notebook?.changes() ?? {}, changed);
}

function variablesOutcome(
  environment: Environment,
  changes: EnvironmentChanges,
  changed?: EnvironmentChanges,
): Outcome {
  const rows = gpuVariables().map((one) => ({
    ...one,
    value: environment[one.name] ?? null,
    changed: one.name in changes,
  }));
  const variables = Object.fromEntries(rows.map((row) => [row.name, row.value]));
  return {
    report: environmentReport(rows, changed && Object.keys(changed)),
    value: { schema: 'tf-gpu-doctor/environment', version: 1, variables, changes },
    exitCode: 0,
  };
}
