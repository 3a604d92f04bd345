import { figure } from '../../report/figures.ts';

/** A duration with its unit: `35.2 µs`, `1.37 ms`, `12 s`. */
export function duration(ms: number): string {
  if (ms < 1) return `${figure(ms * 1000)} µs`;
  return ms < 1000 ? `${figure(ms)} ms` : `${figure(ms / 1000)} s`;
}
