/** How a process ended. `stuck`: it survived SIGKILL and was left behind. */
export type ProcessEnd =
  | { readonly how: 'exit'; readonly code: number }
  | { readonly how: 'signal'; readonly signal: string }
  | { readonly how: 'timeout' }
  | { readonly how: 'aborted' }
  | { readonly how: 'not-started'; readonly detail: string }
  | { readonly how: 'stuck' };

/**
 * The end of a process in words, for a sentence that has the process as its subject:
 * `ended with code 1`, `was killed by SIGSEGV`, `ran out of time`.
 */
export function describeEnd(end: ProcessEnd): string {
  switch (end.how) {
    case 'exit':
      return `ended with code ${end.code}`;
    case 'signal':
      return `was killed by ${end.signal}`;
    case 'timeout':
      return 'ran out of time';
    case 'aborted':
      return 'was interrupted';
    case 'not-started':
      return `could not be started: ${end.detail}`;
    case 'stuck':
      return 'survived SIGKILL: it waits inside the system';
  }
}
