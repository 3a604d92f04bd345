import { describeEnd } from '../process-end.ts';
import type { ProcessResult } from '../process/process.ts';

/** The answer of a probe that printed none, from how the whole collector ended. */
export function unanswered({ end, stderr, ms }: ProcessResult): {
  readonly ok: false;
  readonly ms: number;
  readonly reason: string;
  readonly detail: string;
} {
  const lastLine = end.how === 'exit' ? `: ${stderr.trim().split('\n').at(-1) ?? ''}` : '';
  const detail = `the collector ${describeEnd(end)}${lastLine}`;
  return { ok: false, ms, reason: reasons[end.how], detail };
}

const reasons = {
  exit: 'crashed',
  signal: 'crashed',
  timeout: 'timeout',
  aborted: 'left-out',
  'not-started': 'not-found',
  stuck: 'driver-hangs',
} as const;
