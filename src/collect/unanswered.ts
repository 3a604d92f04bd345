import type { ProcessResult } from '../process/process.ts';

/** Why the collector gave no answer, from how it ended. */
export function unanswered({ end, stderr, ms }: ProcessResult): {
  readonly ok: false;
  readonly ms: number;
  readonly reason: string;
  readonly detail: string;
} {
  const lastWords = stderr.trim().split('\n').at(-1) ?? '';
  const because = (reason: string, detail: string) => ({ ok: false, ms, reason, detail }) as const;
  switch (end.how) {
    case 'exit':
      return because('crashed', `the collector ended with code ${String(end.code)}: ${lastWords}`);
    case 'signal':
      return because('crashed', `the collector died of ${end.signal}`);
    case 'timeout':
      return because('timeout', 'the time for all probes together was over');
    case 'aborted':
      return because('left-out', 'interrupted');
    case 'not-started':
      return because('not-found', `Python could not be started: ${end.detail}`);
    case 'stuck':
      return because('driver-hangs', 'the collector survived SIGKILL');
  }
}
