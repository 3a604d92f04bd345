import type { Judged, Measured } from '../../bench/judge.ts';
import type { MatmulTold } from '../../bench/matmul-lines.ts';
import { figure } from '../../report/figures.ts';
import type { Cell, Column, Table } from '../../report/report.ts';
import { duration } from './duration.ts';
import { measuredOf } from './result.ts';

/** A row for each combination; columns that no row fills are left out. */
export function tableOf(told: MatmulTold, judged: readonly Judged[]): Table {
  const measured = measuredOf(judged);
  const shown = allColumns.filter(
    ({ optional, fill }) => optional !== true || measured.some((one) => fill(one) !== ''),
  );
  return {
    kind: 'table',
    caption: told.devices
      .map(({ device, model }) => (model ? `${device}: ${model}` : device))
      .join('; '),
    columns: shown.map(({ title, align }) => ({ title, ...(align ? { align } : {}) })),
    rows: judged.map((one) => shown.map((column) => cellOf(column, one))),
  };
}

interface Filled extends Column {
  readonly optional?: true;
  readonly fill: (one: Measured) => Cell;
  /** What stands there for one that was not measured. */
  readonly otherwise?: (one: Exclude<Judged, Measured>) => Cell;
}

function cellOf(column: Filled, one: Judged): Cell {
  return one.status === 'measured' ? column.fill(one) : (column.otherwise?.(one) ?? '–');
}

const allColumns: readonly Filled[] = [
  { title: 'Device', fill: (one) => one.device, otherwise: (one) => one.device },
  {
    title: 'Type',
    fill: (one) => (one.tf32 ? `${one.dtype} (TF32)` : one.dtype),
    otherwise: (one) => one.dtype,
  },
  {
    title: 'Size',
    align: 'right',
    fill: (one) => String(one.size),
    otherwise: (one) => String(one.size),
  },
  { title: 'TFLOP/s', align: 'right', fill: (one) => figure(one.tflops) },
  { title: 'Time', align: 'right', fill: (one) => duration(one.medianMs) },
  {
    title: 'Middle half',
    align: 'right',
    fill: (one) => `${duration(one.q1Ms)} to ${duration(one.q3Ms)}`,
  },
  {
    title: 'Of its peak',
    align: 'right',
    optional: true,
    fill: ({ shareOfPeak }) => (shareOfPeak === null ? '' : `${Math.round(100 * shareOfPeak)} %`),
  },
  {
    title: 'Against the CPU',
    align: 'right',
    optional: true,
    fill: ({ speedUp }) => (speedUp === null ? '' : `${figure(speedUp)} ×`),
  },
  {
    title: 'Result',
    fill: (one) => {
      if (!one.onDevice) return { text: 'on another device', status: 'fail' };
      return one.correct ? { text: 'right', status: 'ok' } : { text: 'wrong', status: 'fail' };
    },
    otherwise: ({ status, reason, detail }) => ({
      text: detail === undefined || status === 'skipped' ? reason : `${reason}: ${detail}`,
      status: status === 'skipped' ? 'skipped' : 'fail',
    }),
  },
];
