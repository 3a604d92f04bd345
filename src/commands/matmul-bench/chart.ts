import { isRight, type RatedResult } from '../../performance/results.ts';
import type { Chart } from '../../report/report.ts';
import { measuredOf } from './value.ts';

const nameOf = (one: RatedResult): string => `${one.device} ${one.dtype}`;

/** TFLOP/s over sizes, a line for each device and type; undefined when there is nothing to compare. */
export function chartOf(results: readonly RatedResult[]): Chart | undefined {
  // The speed of a wrong result is no speed.
  const measured = measuredOf(results).filter(isRight);
  if (measured.length < 2) return undefined;
  const sizes = [...new Set(measured.map((one) => one.size))].toSorted((a, b) => a - b);
  const names = [...new Set(measured.map(nameOf))];
  return {
    kind: 'chart',
    title: 'Matrix product: speed by size',
    mark: sizes.length > 1 ? 'line' : 'bar',
    x: { title: 'rows of the square matrices', values: sizes.map(String) },
    y: { title: 'TFLOP/s' },
    series: names.map((series) => ({
      name: series,
      values: sizes.map((size) => {
        const found = measured.find((one) => one.size === size && nameOf(one) === series);
        return found === undefined ? null : Number(found.tflops.toPrecision(4));
      }),
    })),
  };
}
