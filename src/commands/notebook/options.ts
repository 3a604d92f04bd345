import type { Arguments } from '../../command-model/command.ts';
import { secondsOption, timeoutMs } from '../../command-model/common-options.ts';

/** Time limits of a run, in ms. */
export interface Limits {
  /** For each cell; absent: none. */
  readonly cell?: number;
  /** How long a lost connection may be away. */
  readonly reconnect: number;
}

/** Long enough for a laptop that changes its network. In ms. */
const usualReconnect = 120_000;
const longestReconnectSeconds = 86_400;

/** @throws UsageError when `--reconnect` is not a number of seconds */
export function limitsOf(args: Arguments): Limits {
  const cell = timeoutMs(args, 0);
  return {
    ...(cell > 0 && { cell }),
    reconnect: secondsOption(args, 'reconnect', longestReconnectSeconds) ?? usualReconnect,
  };
}
