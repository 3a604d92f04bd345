import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Outcome } from '../../command-model/command.ts';
import { refuseToLose } from '../../command-model/variables-at-stake.ts';
import { UndeterminedError, UsageError } from '../../errors.ts';
import { activationOf, writeBlock } from '../../fix/activation.ts';
import { textBefore, writeFiles } from '../../fix/file-changes.ts';
import {
  insideOf,
  startEnvironment,
  takeStep,
  type Building,
} from '../../fix/package-environment.ts';
import type { PackageSteps } from '../../fix/package-steps.ts';
import { buildingOf, checkIn } from '../../fix/package-trial.ts';
import type { Application, FileChange } from '../../fix/state.ts';
import type { FreshCheck, VariableChanges } from '../../fix/trial.ts';
import { whyNotWitnessed } from '../../fix/witness.ts';
import { userDataFolder } from '../../jupyter/data-folders.ts';
import { choiceFile } from '../../python/chosen-python.ts';
import { pythonOfVenv } from '../../python/python-files.ts';
import type { Applying } from './apply.ts';
import { finished } from './finished.ts';
import { progress } from './list.ts';
import { wouldReport } from './report.ts';
import { fixValue } from './value.ts';

/**
 * Builds a new environment beside the old one, checks it, and switches to it: `gpu-python use`, a kernel of its own
 * for Jupyter, and in a notebook its Python. The old environment stays as it is, so taking it back is switching back.
 * @throws UndeterminedError when it cannot be built; what was built is removed then
 */
export async function applyPackages(applying: Applying, steps: PackageSteps): Promise<Outcome> {
  const { context, args, request, remedy, listed, before } = applying;
  const say = (stage: string): void => progress(context, `In the new environment: ${stage}`);
  const building = buildingOf(request, before, freeFolder(applying), true, say);
  const value = fixValue({ rootCause: before.diagnosis.rootCause, remedies: listed });
  const { folder } = building;
  if (args.options['yes'] === undefined) {
    return {
      report: wouldReport(context.ui, remedy, [folder], plan(applying, building, steps)),
      value,
      exitCode: 1,
    };
  }
  const { notebook } = context;
  const refused =
    notebook &&
    (await refuseToLose(notebook, args, {
      purpose: `apply ${remedy.id}`,
      line: `%gpu-fix --apply ${remedy.id}`,
      value,
    }));
  if (refused) return refused;
  const after = await built(applying, building, steps);
  const variables = insideVariables(building, steps);
  const files = switches(applying, building, variables, hasKernel(after));
  writeFiles(files);
  const python = pythonOfVenv(folder);
  if (notebook) await notebook.restart({ python, environment: variables });
  const application: Application = {
    id: remedy.id,
    finding: remedy.finding,
    at: new Date().toISOString(),
    changes: {},
    where: 'environment',
    path: folder,
    before: Object.fromEntries(
      Object.keys(variables).map((name) => [name, request.environment[name] ?? null]),
    ),
    files: [...files],
    python,
  };
  return finished(applying, application, after, [
    `In a shell: \`. ${join(folder, 'bin', 'activate')}\``,
    ...files.slice(1).map(() => `Jupyter offers it as \`${displayName(folder)}\`.`),
    `The old environment ${building.prefix} is as it was.`,
  ]);
}

/** Beside the old environment; for a Python of the system in the user's own folder for data. */
function freeFolder({ request, before }: Applying): string {
  const { interpreter } = before.snapshot.observations;
  const { XDG_DATA_HOME: data, HOME: home } = request.environment;
  const isVenv = interpreter?.ok === true && interpreter.data.kind === 'venv';
  const own = data || (home === undefined ? undefined : join(home, '.local', 'share'));
  if (!isVenv && own === undefined)
    throw new UsageError('The home folder is not known: HOME is not set.');
  const start = isVenv
    ? interpreter.data.prefix
    : join(own ?? '', 'tf-gpu-doctor', 'environments', 'tf-gpu');
  for (let number = 1; number < 100; number += 1) {
    const folder = `${start}-gpu-fix${number === 1 ? '' : `-${number}`}`;
    if (!existsSync(folder)) return folder;
  }
  throw new UsageError(
    `There are a hundred environments beside ${start}. Remove those that are not used.`,
  );
}

function plan(
  applying: Applying,
  { folder, prefix }: Building,
  steps: PackageSteps,
): readonly string[] {
  return [
    steps.start === 'copy'
      ? `It copies ${prefix} to ${folder}; large files become hard links, which take no space.`
      : `It makes the new environment ${folder}.`,
    ...steps.steps.map(({ verb, words }) => `There it runs \`pip ${verb} ${words.join(' ')}\`.`),
    'It checks whether TensorFlow uses the GPU there, and goes on only then.',
    `It makes it the Python that is diagnosed (${choiceFile(applying.context.environment) ?? ''}), and offers it to Jupyter as \`${displayName(folder)}\`.`,
    ...(applying.context.notebook
      ? ['It starts the Python of this notebook from there; its variables are lost.']
      : []),
    `The old environment stays as it is. \`--undo\` switches back to it.`,
  ];
}

/** Builds and checks it; whatever fails, nothing of it stays. */
async function built(
  { request, remedy, before }: Applying,
  building: Building,
  steps: PackageSteps,
): Promise<FreshCheck> {
  try {
    await startEnvironment(building, steps);
    const wanted = building.onStage;
    for (const step of steps.steps) await takeStep(building, step);
    if (steps.start === 'empty')
      await takeStep(building, { verb: 'install', words: ['ipykernel'] });
    const after = await checkIn(building, request, steps.variables, (stage) =>
      wanted(`checking it: ${stage}`),
    );
    const bad = after.diagnosis.findings.some((one) => one.id === remedy.finding)
      ? `\`${remedy.finding}\` is there as well`
      : await whyNotWitnessed(building.folder, steps, before.snapshot, after.snapshot);
    if (bad !== undefined)
      throw new UndeterminedError(
        `The new environment was built and removed again: ${bad}. Nothing was changed.`,
      );
    const script = activationOf(building.folder);
    const variables = insideVariables(building, steps);
    if (script !== undefined && Object.keys(variables).length > 0) writeBlock(script, variables);
    return after;
  } catch (error) {
    await rm(building.folder, { recursive: true, force: true });
    throw error;
  }
}

/** The variables of the commands, as they are in the new environment. */
const insideVariables = (building: Building, { variables }: PackageSteps): VariableChanges => {
  const moved = insideOf({
    ...building,
    environment: Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, value ?? undefined]),
    ),
  });
  return Object.fromEntries(Object.keys(variables).map((name) => [name, moved[name] ?? null]));
};

const hasKernel = ({ snapshot: { observations } }: FreshCheck): boolean =>
  observations.packages?.ok === true &&
  observations.packages.data.distributions.some(({ name }) => name === 'ipykernel');

const displayName = (folder: string): string => `Python (${basename(folder)})`;

/** The files that make the switch: the chosen Python first, then a kernel for Jupyter where it has ipykernel. */
function switches(
  { context: { environment } }: Applying,
  { folder }: Building,
  variables: VariableChanges,
  withKernel: boolean,
): readonly FileChange[] {
  const choice = choiceFile(environment);
  if (choice === undefined) throw new UsageError('The home folder is not known: HOME is not set.');
  const python = pythonOfVenv(folder);
  const name = `${basename(dirname(folder))}-${basename(folder)}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/gu, '-');
  const kernel = join(
    userDataFolder(environment, process.platform),
    'kernels',
    name,
    'kernel.json',
  );
  const spec = {
    argv: [python, '-m', 'ipykernel_launcher', '-f', '{connection_file}'],
    display_name: displayName(folder),
    language: 'python',
    metadata: { debugger: true },
    ...(Object.keys(variables).length > 0 && {
      env: Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== null)),
    }),
  };
  return [
    { path: choice, before: textBefore(choice), after: `${JSON.stringify({ python }, null, 2)}\n` },
    ...(withKernel
      ? [{ path: kernel, before: textBefore(kernel), after: `${JSON.stringify(spec, null, 2)}\n` }]
      : []),
  ];
}
