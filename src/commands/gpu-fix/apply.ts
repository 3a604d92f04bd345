import { observeMachine } from '../../check/observe.ts';
import type { CheckRequest } from '../../check/request.ts';
import { environmentOf } from '../../command-model/check-options.ts';
import type { Arguments, Context, NotebookPython, Outcome } from '../../command-model/command.ts';
import { refuseToLose, type Restart } from '../../command-model/variables-at-stake.ts';
import { UsageError } from '../../errors.ts';
import { valueOf } from '../../facts/fact.ts';
import { readFacts } from '../../facts/facts.ts';
import {
  activationOf,
  environmentAfter,
  writeBlock,
  type Activation,
} from '../../fix/activation.ts';
import type { ListedRemedy } from '../../fix/listed.ts';
import { readFixState, storeFixState, type Application, type FixMemory } from '../../fix/state.ts';
import { checkFresh, type VariableChanges, type FreshCheck } from '../../fix/trial.ts';
import { called } from '../../interface.ts';
import type { Environment } from '../../process/environment.ts';
import type { Report } from '../../report/report.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { changeLines } from './report.ts';
import { fixValue } from './value.ts';

/** What is to be applied, and what the check said before. */
interface Applying {
  readonly remedy: ListedRemedy;
  readonly listed: readonly ListedRemedy[];
  readonly state: FixMemory;
  readonly before: FreshCheck;
}

/**
 * `gpu-fix --apply ID`: in a notebook the Python of this notebook is started again under the change; in a terminal the
 * change goes into the activation script of the environment. Then it is checked once more.
 * @throws UsageError for a remedy that was not proven, and for a Python that belongs to no environment
 */
export async function applyRemedy(
  context: Context,
  args: Arguments,
  request: CheckRequest,
  applying: Applying,
): Promise<Outcome> {
  const { remedy } = applying;
  const { environment: changes } = remedy;
  if (remedy.proof !== 'proven' || changes === undefined) {
    const way = called(context.ui, `gpu-fix --try ${remedy.id}`);
    throw new UsageError(
      `\`${remedy.id}\` was not proven for this Python and this state of it, so it is not applied. Try it first: \`${way}\`.`,
    );
  }
  const at = new Date().toISOString();
  const common = { id: remedy.id, finding: remedy.finding, at, changes };
  const { notebook } = context;
  if (notebook !== undefined) {
    const names = Object.keys(changes);
    const now = environmentOf(context);
    const before = Object.fromEntries(names.map((name) => [name, now[name] ?? null]));
    const refused = await restarted(context, args, notebook, changes, {
      purpose: `apply ${remedy.id}`,
      line: `%gpu-fix --apply ${remedy.id}`,
      value: fixValue({
        rootCause: applying.before.diagnosis.rootCause,
        remedies: applying.listed,
      }),
    });
    if (refused) return refused;
    return applied(context, { ...request, environment: environmentOf(context) }, applying, {
      ...common,
      where: 'notebook',
      path: null,
      before,
    });
  }
  const activation = activationFor(applying.before.snapshot, changes);
  if (args.options['yes'] === undefined) return wouldApply(applying, activation, changes);
  const inFile = [
    ...applying.state.applied
      .filter((one) => one.path === activation.file)
      .map((one) => one.changes),
    changes,
  ];
  writeBlock(activation, merged(inFile));
  const environment = await environmentAfter(activation, request.environment, context.cwd);
  return applied(context, { ...request, environment }, applying, {
    ...common,
    where: 'file',
    path: activation.file,
    before: {},
  });
}

function activationFor(snapshot: Snapshot, changes: VariableChanges): Activation {
  const prefix = valueOf(readFacts(snapshot).python.interpreter)?.prefix;
  const activation = prefix === undefined ? undefined : activationOf(prefix);
  if (activation !== undefined) return activation;
  throw new UsageError(
    `${snapshot.target.python} belongs to no environment with an activation script, so there is no place for the change. In your shell's own start file: ${changeLines(changes).join(' ')}`,
  );
}

/** Restarts the notebook's Python, unless variables would be lost and nobody said yes. */
async function restarted(
  context: Context,
  args: Arguments,
  notebook: NotebookPython,
  environment: VariableChanges,
  restart: Restart,
): Promise<Outcome | undefined> {
  const refused = await refuseToLose(notebook, args, restart);
  if (refused) return refused;
  context.show({ blocks: [{ kind: 'progress', text: 'Restarting Python under the change' }] });
  await notebook.restart({ environment });
  return undefined;
}

const restartAgain =
  'Open a new shell and activate the environment there. Kernels of Jupyter take it from the shell in which Jupyter was started.';

async function applied(
  context: Context,
  request: CheckRequest,
  { remedy, listed, state, before }: Applying,
  application: Application,
): Promise<Outcome> {
  storeFixState(context.environment, { ...state, applied: [...state.applied, application] });
  const after = await checkFresh({ ...request, python: before.snapshot.target.python }, (stage) =>
    context.show({ blocks: [{ kind: 'progress', text: `Checking again: ${stage}` }] }),
  );
  const gone = !after.diagnosis.findings.some((one) => one.id === remedy.finding);
  const { verdict, rootCause } = after.diagnosis;
  const where =
    application.path === null
      ? 'in this notebook, until its kernel is closed'
      : `in ${application.path}`;
  const report: Report = {
    blocks: [
      {
        kind: 'headline',
        status: gone ? 'ok' : 'warn',
        text: gone
          ? `\`${remedy.id}\` is applied ${where}. Checked again: ${verdict}${rootCause === null ? '' : `, \`${rootCause}\` remains`}.`
          : `\`${remedy.id}\` is applied ${where}, and \`${remedy.finding}\` is still there.`,
        next: `\`${called(context.ui, 'gpu-fix --undo')}\` takes it back.`,
      },
      { kind: 'list', items: changeLines(application.changes) },
      ...(application.path === null ? [] : [{ kind: 'paragraph', text: restartAgain } as const]),
    ],
  };
  return {
    report,
    value: fixValue({ rootCause, remedies: listed, applied: application, undo: application }),
    exitCode: gone ? 0 : 1,
  };
}

function wouldApply(
  { remedy, listed, before }: Applying,
  { file }: Activation,
  changes: VariableChanges,
): Outcome {
  return {
    report: {
      blocks: [
        {
          kind: 'headline',
          status: 'warn',
          text: `Nothing was changed yet. \`${remedy.id}\` would be written into ${file}.`,
          next: 'Add `--yes` to do it.',
        },
        {
          kind: 'list',
          items: [
            ...changeLines(changes),
            `It stands in ${file} between two marked lines. \`--undo\` removes them.`,
          ],
        },
      ],
    },
    value: fixValue({ rootCause: before.diagnosis.rootCause, remedies: listed }),
    exitCode: 1,
  };
}

/**
 * `gpu-fix --undo`: takes back what was applied last, in a notebook from the notebook, in a terminal from the activation
 * script. Then it is checked once more.
 * @throws UsageError when there is nothing to take back
 */
export async function undoLast(
  context: Context,
  args: Arguments,
  request: CheckRequest,
): Promise<Outcome> {
  const machine = await observeMachine(request, { probes: ['interpreter'] });
  const { python } = machine.snapshot.target;
  const state = readFixState(context.environment, python);
  const { notebook } = context;
  const last = lastApplied(state, notebook === undefined ? 'file' : 'notebook');
  const { environment, refused } =
    notebook === undefined
      ? await takenFromFile(
          context,
          request,
          activationFor(machine.snapshot, last.changes),
          last,
          state,
        )
      : await takenFromNotebook(context, args, notebook, last);
  if (refused) return refused;
  const rest = state.applied.filter((one) => one !== last);
  storeFixState(context.environment, { ...state, applied: rest });
  const after = await checkFresh({ ...request, python, environment }, (stage) =>
    context.show({ blocks: [{ kind: 'progress', text: `Checking again: ${stage}` }] }),
  );
  const { verdict, rootCause } = after.diagnosis;
  return {
    report: {
      blocks: [
        {
          kind: 'headline',
          status: 'ok',
          text: `\`${last.id}\` was taken back${last.path === null ? '' : ` from ${last.path}`}. Checked again: ${verdict}${rootCause === null ? '' : `, \`${rootCause}\``}.`,
        },
      ],
    },
    value: fixValue({ rootCause, remedies: [], undo: rest.at(-1) }),
    exitCode: 0,
  };
}

function lastApplied({ applied: all }: FixMemory, where: Application['where']): Application {
  const last = all.findLast((one) => one.where === where);
  if (last !== undefined) return last;
  const other = all.at(-1);
  const hint =
    other === undefined
      ? ''
      : ` \`${other.id}\` was applied in a ${other.where === 'file' ? 'terminal' : 'notebook'}: take it back there.`;
  throw new UsageError(`Nothing was applied here that could be taken back.${hint}`);
}

interface Taken {
  /** What a process that is started now would find. */
  readonly environment: Environment;
  readonly refused?: Outcome | undefined;
}

async function takenFromNotebook(
  context: Context,
  args: Arguments,
  notebook: NotebookPython,
  last: Application,
): Promise<Taken> {
  const refused = await restarted(context, args, notebook, last.before, {
    purpose: `take ${last.id} back`,
    line: '%gpu-fix --undo',
    value: fixValue({ rootCause: null, remedies: [] }),
  });
  return { environment: environmentOf(context), refused };
}

/** @throws UsageError when the file that was changed is not this environment's script: then it is left alone */
async function takenFromFile(
  { cwd }: Context,
  { environment }: CheckRequest,
  activation: Activation,
  last: Application,
  { applied: all }: FixMemory,
): Promise<Taken> {
  if (last.path !== activation.file) {
    throw new UsageError(
      `\`${last.id}\` was written into ${last.path ?? 'no file'}, which is not the activation script of this environment any more. Nothing was changed.`,
    );
  }
  const kept = all.filter((one) => one !== last && one.path === activation.file);
  writeBlock(activation, merged(kept.map((one) => one.changes)));
  return { environment: await environmentAfter(activation, environment, cwd) };
}

/** Later changes win. */
const merged = (all: readonly VariableChanges[]): VariableChanges =>
  Object.fromEntries(all.flatMap((one) => Object.entries(one)));
