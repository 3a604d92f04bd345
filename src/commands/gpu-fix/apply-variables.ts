import { environmentOf } from '../../command-model/check-options.ts';
import type { NotebookPython, Outcome } from '../../command-model/command.ts';
import { UsageError } from '../../errors.ts';
import { valueOf } from '../../facts/fact.ts';
import { readFacts } from '../../facts/facts.ts';
import {
  activationOf,
  environmentAfter,
  writeBlock,
  type Activation,
} from '../../fix/activation.ts';
import { writeFiles } from '../../fix/file-changes.ts';
import { kernelspecChanges } from '../../fix/kernelspec-variables.ts';
import type { Application, FileChange } from '../../fix/state.ts';
import { checkFresh, type VariableChanges } from '../../fix/trial.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Applying } from './apply.ts';
import { finished } from './finished.ts';
import { progress } from './list.ts';
import { changeLines, wouldReport } from './report.ts';
import { restarted } from './restart.ts';
import { fixValue } from './value.ts';

/**
 * In a notebook its Python is started again under the change, with `--lasting` also at later starts of this kernel; in a
 * terminal the change goes into the activation script of the environment.
 * @throws UsageError where there is no place for the change
 */
export async function applyVariables(
  applying: Applying,
  changes: VariableChanges,
): Promise<Outcome> {
  const { context, request } = applying;
  return context.notebook === undefined
    ? inScript(applying, changes)
    : inNotebook({ ...applying, request }, context.notebook, changes);
}

/**
 * A mistake in code is mended by variables where there are some.
 * @throws UsageError where it is for the person to change lines
 */
export async function applyCode(applying: Applying, changes: VariableChanges): Promise<Outcome> {
  if (Object.keys(changes).length > 0) return applyVariables(applying, changes);
  throw new UsageError(
    `\`${applying.remedy.id}\` is proven, and it is yours to do, because it changes lines that you wrote: ${applying.remedy.summary}`,
  );
}

const common = ({ remedy }: Applying, changes: VariableChanges) => ({
  id: remedy.id,
  finding: remedy.finding,
  at: new Date().toISOString(),
  changes,
  files: [],
  python: null,
});

async function inNotebook(
  applying: Applying,
  notebook: NotebookPython,
  changes: VariableChanges,
): Promise<Outcome> {
  const { context, args, request, remedy, before } = applying;
  const lasting =
    args.options['lasting'] === undefined ? undefined : kernelFiles(applying, changes);
  const value = fixValue({ rootCause: before.diagnosis.rootCause, remedies: applying.listed });
  if (lasting !== undefined && args.options['yes'] === undefined) {
    return {
      report: wouldReport(
        context.ui,
        remedy,
        lasting.map(({ path }) => path),
        [
          ...changeLines(changes),
          'Python is started again under the change, and its variables are lost.',
          `The change is written under \`env\` in ${lasting.map(({ path }) => path).join(' and ')}. \`--undo\` puts back what is there now, to the letter.`,
        ],
      ),
      value,
      exitCode: 1,
    };
  }
  const now = environmentOf(context);
  const old = Object.fromEntries(Object.keys(changes).map((name) => [name, now[name] ?? null]));
  const refused = await restarted(
    context,
    args,
    notebook,
    { environment: changes },
    {
      purpose: `apply ${remedy.id}`,
      line: `%gpu-fix --apply ${remedy.id}`,
      value,
    },
  );
  if (refused) return refused;
  if (lasting !== undefined) writeFiles(lasting);
  const application: Application = {
    ...common(applying, changes),
    where: lasting === undefined ? 'notebook' : 'kernelspec',
    path: lasting?.[0]?.path ?? null,
    before: old,
    files: [...(lasting ?? [])],
  };
  const after = await again(applying, { ...request, environment: environmentOf(context) });
  return finished(applying, application, after);
}

/** @throws UsageError when this kernel has no kernel.json in which the change could stand */
function kernelFiles(
  { context, before }: Applying,
  changes: VariableChanges,
): readonly FileChange[] {
  const prefix = prefixOf(before.snapshot);
  const prefixes = prefix === undefined ? [] : [prefix];
  const files = kernelspecChanges(context.environment, prefixes, changes);
  if (files.length > 0) return files;
  throw new UsageError(
    `No kernel.json of this kernel sets ${Object.keys(changes).join(' and ')}: it comes from the shell in which Jupyter was started. Run \`tf-gpu-doctor gpu-fix --apply\` in a terminal, which writes it into the activation script of the environment.`,
  );
}

async function inScript(applying: Applying, changes: VariableChanges): Promise<Outcome> {
  const { context, args, request, remedy, listed, state, before } = applying;
  const activation = activationFor(before.snapshot, changes);
  const { file } = activation;
  if (args.options['yes'] === undefined) {
    return {
      report: wouldReport(
        context.ui,
        remedy,
        [file],
        [
          ...changeLines(changes),
          `It stands in ${file} between two marked lines. \`--undo\` removes them.`,
        ],
      ),
      value: fixValue({ rootCause: before.diagnosis.rootCause, remedies: listed }),
      exitCode: 1,
    };
  }
  const earlier = state.applied.filter((one) => one.path === file).map((one) => one.changes);
  writeBlock(activation, merged([...earlier, changes]));
  const environment = await environmentAfter(activation, request.environment, context.cwd);
  const application: Application = {
    ...common(applying, changes),
    where: 'file',
    path: file,
    before: {},
  };
  return finished(applying, application, await again(applying, { ...request, environment }));
}

const again = ({ context, before }: Applying, request: Applying['request']) =>
  checkFresh({ ...request, python: before.snapshot.target.python }, (stage) =>
    progress(context, `Checking again: ${stage}`),
  );

const prefixOf = (snapshot: Snapshot): string | undefined =>
  valueOf(readFacts(snapshot).python.interpreter)?.prefix;

/** The activation script of the environment that was checked. @throws UsageError where there is none */
export function activationFor(snapshot: Snapshot, changes: VariableChanges): Activation {
  const prefix = prefixOf(snapshot);
  const activation = prefix === undefined ? undefined : activationOf(prefix);
  if (activation !== undefined) return activation;
  throw new UsageError(
    `${snapshot.target.python} belongs to no environment with an activation script, so there is no place for the change. In your shell's own start file: ${changeLines(changes).join(' ')}`,
  );
}

/** Later changes win. */
export const merged = (all: readonly VariableChanges[]): VariableChanges =>
  Object.fromEntries(all.flatMap((one) => Object.entries(one)));
