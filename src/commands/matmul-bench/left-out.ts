import type { RatedResult, Measured } from '../../performance/results.ts';
import type { Block } from '../../report/report.ts';

/** What was not measured, and why; those with one reason on one line. Undefined when there is nothing. */
export function leftOutOf(results: readonly RatedResult[]): Block | undefined {
  const others = results.filter((one) => one.status !== 'measured');
  if (others.length === 0) return undefined;
  const sizes = new Map<string, number[]>();
  for (const one of others) {
    const text = `${one.device}, ${one.dtype}: ${reasonOf(one)}`;
    sizes.set(text, [...(sizes.get(text) ?? []), one.size]);
  }
  return {
    kind: 'list',
    items: [...sizes].map(([text, those]) => `Not measured: size ${those.join(', ')} on ${text}.`),
  };
}

function reasonOf({ status, reason, detail }: Exclude<RatedResult, Measured>): string {
  if (status === 'skipped' || detail === undefined || detail === '') return reason;
  return `it failed with ${reason}: ${detail}`;
}
