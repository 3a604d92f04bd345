import type { Measured } from '../../performance/results.ts';
import type { MatmulOutput } from '../../performance/matmul-output.ts';
import { duration, figure } from '../../report/figures.ts';
import type { Cell, Column, Table } from '../../report/report.ts';

/** A row for each product that was measured; a column that nothing fills is left out. */
export function matmulTable(output: MatmulOutput, measured: readonly Measured[]): Table {
  const shown = columns.filter(({ fill }) => measured.some((one) => fill(one) !== ''));
  const named = output.devices.map(({ device, model }) => (model ? `${device}: ${model}` : device));
  return {
    kind: 'table',
    caption: named.join('; '),
    columns: shown.map(({ column }) => column),
    rows: measured.map((one) => shown.map(({ fill }) => fill(one))),
  };
}

interface Filled {
  readonly column: Column;
  readonly fill: (one: Measured) => Cell;
}

const left = (title: string): Column => ({ title });
const right = (title: string): Column => ({ title, align: 'right' });

const columns: readonly Filled[] = [
  { column: left('Device'), fill: (one) => one.device },
  { column: left('Type'), fill: (one) => (one.tf32 ? 'float32/TF32' : one.dtype) },
  { column: right('Size'), fill: (one) => String(one.size) },
  { column: right('TFLOP/s'), fill: (one) => figure(one.tflops) },
  { column: right('Median'), fill: (one) => duration(one.medianMs) },
  {
    column: right('Spread'),
    fill: ({ q1Ms, medianMs, q3Ms }) => percent((q3Ms - q1Ms) / medianMs),
  },
  {
    column: right('Of peak'),
    fill: ({ shareOfPeak }) => (shareOfPeak === null ? '' : percent(shareOfPeak)),
  },
  {
    column: right('vs CPU'),
    fill: ({ speedUp }) => (speedUp === null ? '' : `${figure(speedUp)} ×`),
  },
  { column: left('Result'), fill: resultOf },
];

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;

function resultOf({ onDevice, correct }: Measured): Cell {
  if (!onDevice) return { text: 'on another device', status: 'fail' };
  return correct ? { text: 'right', status: 'ok' } : { text: 'wrong', status: 'fail' };
}
