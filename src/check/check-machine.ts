import { observeMachine, type ObservedMachine, type Observing } from './observe.ts';
import type { CheckRequest } from './request.ts';
import { withLive } from './with-live.ts';

/**
 * Observes a machine, then makes TensorFlow compute where that is wanted and may be done. `diagnoseSnapshot` says what
 * the snapshot means.
 * @param onStage called with what TensorFlow is made to do
 * @throws UsageError when `from` cannot be read or is combined with `python`
 */
export async function checkMachine(
  request: CheckRequest,
  onStage: (stage: string) => void,
  observing: Observing = {},
): Promise<ObservedMachine> {
  const machine = await observeMachine(request, observing);
  return { ...machine, snapshot: await withLive(request, machine, onStage) };
}
