import type { Report, Table } from '../../report/report.ts';

/** A variable that has to do with GPUs, and what it does in a few words. */
export interface Variable {
  readonly name: string;
  readonly does: string;
}

/** A variable as it stands. */
export interface VariableRow extends Variable {
  /** Null when it is not set. */
  readonly value: string | null;
  /** Set or taken away by `gpu-env` or the lab. */
  readonly changed: boolean;
}

/**
 * The variables that are set, and folded away those that could be.
 * @param changed names of those that were changed just now
 */
export function environmentReport(
  rows: readonly VariableRow[],
  changed: readonly string[] | undefined,
): Report {
  const set = rows.filter((row) => row.value !== null);
  const others = rows.filter((row) => row.value === null);
  return {
    blocks: [
      { kind: 'headline', status: changed ? 'ok' : 'info', text: headlineOf(set.length, changed) },
      ...(set.length === 0 ? [] : [setTable(set)]),
      {
        kind: 'details',
        summary: `Not set: ${others.length}`,
        blocks: [
          {
            kind: 'table',
            columns: [{ title: 'Variable' }, { title: 'What it does' }],
            rows: others.map((row) => [`\`${row.name}\``, row.does]),
          },
        ],
      },
    ],
  };
}

const setTable = (rows: readonly VariableRow[]): Table => ({
  kind: 'table',
  columns: [{ title: 'Variable' }, { title: 'Value' }, { title: 'What it does' }],
  rows: rows.map((row) => [
    `\`${row.name}\`${row.changed ? ' (changed here)' : ''}`,
    row.value === '' ? '(empty)' : (row.value ?? ''),
    row.does,
  ]),
});

function headlineOf(count: number, changed: readonly string[] | undefined): string {
  if (changed !== undefined) {
    return `Python was started again with ${changed.join(', ')} changed. Its variables are gone.`;
  }
  if (count === 0) return 'No GPU-related variable is set. That is usual, and hides no GPU.';
  return count === 1
    ? 'One GPU-related variable is set.'
    : `${count} GPU-related variables are set.`;
}
