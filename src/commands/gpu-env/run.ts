import { environmentOf } from '../../command-model/check-options.ts';
import { UsageError } from '../../errors.ts';
import { variableLine } from '../../shell.ts';
import { shellHere } from '../../process/shell-here.ts';
import type { Report, Table } from '../../report/report.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { nearest } from '../../command-model/nearest.ts';
import { variablesAtStake } from '../../command-model/variables-at-stake.ts';
import { gpuVariables, type Variable } from './variables.ts';

type Changes = Readonly<Record<string, string | null>>;

/** `gpu-env`, `gpu-env set NAME=VALUE`, `gpu-env unset NAME`. */
export async function changeEnvironment(context: Context, args: Arguments): Promise<Outcome> {
  const [verb = 'show', ...words] = args.positionals;
  const known = gpuVariables();
  if (verb === 'show')
    return shown(known, environmentOf(context), context.notebook?.changes() ?? {});
  if (verb !== 'set' && verb !== 'unset') {
    throw new UsageError(`gpu-env knows show, set and unset, not ${verb}.`);
  }
  if (words.length === 0) throw new UsageError(`Name what to ${verb}.`);
  const changes = Object.fromEntries(words.map((word) => readChange(verb, word, known)));
  if (context.notebook === undefined) throw new UsageError(inTerminal(changes));
  const lost = await variablesAtStake(context.notebook);
  if (lost.length > 0 && args.options['yes'] === undefined) return wouldLose(changes, lost);
  context.show({
    blocks: [{ kind: 'progress', text: 'Restarting Python under the changed environment' }],
  });
  await context.notebook.restart({ environment: changes });
  return shown(known, environmentOf(context), context.notebook.changes(), changes);
}

function readChange(
  verb: 'set' | 'unset',
  word: string,
  known: readonly Variable[],
): readonly [string, string | null] {
  const cut = word.indexOf('=');
  if (verb === 'set' && cut < 1)
    throw new UsageError(`Write \`set NAME=VALUE\`; \`${word}\` has no value.`);
  const name = verb === 'set' ? word.slice(0, cut) : word;
  const names = known.map((one) => one.name);
  if (!names.includes(name)) {
    const close = nearest(name, names);
    const hint = close === undefined ? 'See `gpu-env` for the list.' : `Did you mean ${close}?`;
    throw new UsageError(`${name} is not among the GPU-related variables. ${hint}`);
  }
  return [name, verb === 'set' ? word.slice(cut + 1) : null];
}

/** A program cannot change the shell that started it, so the shell's own lines are shown. */
function inTerminal(changes: Changes): string {
  const lines = Object.entries(changes).map(([name, value]) =>
    variableLine(name, value, shellHere),
  );
  return `A command cannot change the shell it was started from. Type this there: \`${lines.join('; ')}\`.`;
}

function shown(
  known: readonly Variable[],
  environment: Readonly<Record<string, string | undefined>>,
  put: Changes,
  now?: Changes,
): Outcome {
  const rows = known.map(({ name, does }): Row => ({
    name,
    does,
    value: environment[name] ?? null,
    changed: name in put,
  }));
  const set = rows.filter((row) => row.value !== null);
  const report: Report = {
    blocks: [
      { kind: 'headline', status: now ? 'ok' : 'info', text: headlineOf(set.length, now) },
      ...(set.length === 0 ? [] : [setTable(set)]),
      {
        kind: 'details',
        summary: `Not set: ${rows.length - set.length}`,
        blocks: [
          {
            kind: 'table',
            columns: [{ title: 'Variable' }, { title: 'What it does' }],
            rows: rows
              .filter((row) => row.value === null)
              .map((row) => [`\`${row.name}\``, row.does]),
          },
        ],
      },
    ],
  };
  const variables = Object.fromEntries(rows.map((row) => [row.name, row.value]));
  const value = { schema: 'tf-gpu-doctor/environment', version: 1, variables, changes: put };
  return { report, value, exitCode: 0 };
}

interface Row extends Variable {
  readonly value: string | null;
  readonly changed: boolean;
}

const setTable = (rows: readonly Row[]): Table => ({
  kind: 'table',
  columns: [{ title: 'Variable' }, { title: 'Value' }, { title: 'What it does' }],
  rows: rows.map((row) => [
    `\`${row.name}\`${row.changed ? ' (changed here)' : ''}`,
    row.value === '' ? '(empty)' : (row.value ?? ''),
    row.does,
  ]),
});

function headlineOf(count: number, now: Changes | undefined): string {
  if (now !== undefined) {
    return `Python was started again with ${Object.keys(now).join(', ')} changed. Its variables are gone.`;
  }
  if (count === 0) return 'No GPU-related variable is set. That is usual, and hides no GPU.';
  return count === 1
    ? 'One GPU-related variable is set.'
    : `${count} GPU-related variables are set.`;
}

function wouldLose(changes: Changes, lost: readonly string[]): Outcome {
  const names = Object.keys(changes).join(', ');
  const some = lost
    .slice(0, 5)
    .map((name) => `\`${name}\``)
    .join(', ');
  const more = lost.length > 5 ? ` and ${lost.length - 5} more` : '';
  return {
    report: {
      blocks: [
        {
          kind: 'headline',
          status: 'warn',
          text: `Nothing was changed. To change ${names}, Python has to be started again, and its variables would be lost: ${some}${more}.`,
          next: 'Add `--yes` to do it.',
        },
      ],
    },
    value: { schema: 'tf-gpu-doctor/environment', version: 1, wouldLose: lost, changes: {} },
    exitCode: 1,
  };
}
