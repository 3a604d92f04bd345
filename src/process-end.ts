/** How a process ended. `stuck`: it survived SIGKILL and was left behind. */
export type ProcessEnd =
  | { readonly how: 'exit'; readonly code: number }
  | { readonly how: 'signal'; readonly signal: string }
  | { readonly how: 'timeout'; readonly seconds?: number }
  | { readonly how: 'aborted' }
  | { readonly how: 'not-started'; readonly detail: string }
  | { readonly how: 'stuck' };

/**
 * The end of a process in words, for a sentence that has the process as its subject:
 * `ended with exit code 1`, `was killed by SIGSEGV`, `gave no answer within 10 s`.
 */
export function describeEnd(end: ProcessEnd): string {
  switch (end.how) {
    case 'exit':
      return `ended with exit code ${end.code}`;
    case 'signal':
      return `was killed by ${end.signal}`;
    case 'timeout':
      return end.seconds === undefined
        ? 'ran out of time'
        : `gave no answer within ${end.seconds} s`;
    case 'aborted':
      return 'was interrupted';
    case 'not-started':
      return `could not be started: ${end.detail}`;
    case 'stuck':
      return 'survived SIGKILL: it waits inside the system';
  }
}
