import { optionText } from '../../command-model/check-options.ts';
import { UsageError } from '../../errors.ts';
import type { Arguments } from '../../command-model/command.ts';
import { timeoutMs } from '../../command-model/common-options.ts';

/** Time limits of a run, in ms. */
export interface Limits {
  /** For each cell; absent: none. */
  readonly cell?: number;
  /** How long a lost connection may be away. */
  readonly reconnect: number;
}

/** Long enough for a laptop that changes its network. In seconds. */
const usualReconnect = 120;
const longestReconnect = 86_400;

/** @throws UsageError when `--reconnect` is no number of seconds */
export function limitsOf(args: Arguments): Limits {
  const text = optionText(args, 'reconnect') ?? String(usualReconnect);
  const reconnect = text.trim() === '' ? Number.NaN : Number(text);
  if (!(reconnect > 0 && reconnect <= longestReconnect)) {
    throw new UsageError(
      `\`--reconnect\` takes a number of seconds above 0 and up to ${String(longestReconnect)}, not \`${text}\`.`,
    );
  }
  const cell = timeoutMs(args, 0);
  return { ...(cell > 0 && { cell }), reconnect: reconnect * 1000 };
}
