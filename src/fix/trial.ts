import { checkMachine } from '../check/check-machine.ts';
import { diagnoseSnapshot } from '../check/diagnose-snapshot.ts';
import type { CheckRequest } from '../check/request.ts';
import type { Environment } from '../process/environment.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Checked } from './outcome.ts';

/** Variables that are put into an environment, or (null) taken out of it. */
export type VariableChanges = Readonly<Record<string, string | null>>;

/** An environment after a change. */
export const changedBy = (environment: Environment, changes: VariableChanges): Environment => ({
  ...environment,
  ...Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value ?? undefined])),
});

/** A fresh check, and the snapshot with the notebook's state, by which remedies are written for a notebook. */
export interface FreshCheck extends Checked {
  readonly withNotebook: Snapshot;
}

/**
 * The whole check in fresh processes: probes, and TensorFlow made to compute. What happened in a notebook does not
 * count.
 * @param onStage called with what is being done
 */
export async function checkFresh(
  request: CheckRequest,
  onStage: (stage: string) => void,
): Promise<FreshCheck> {
  onStage('looking at the machine');
  const { snapshot: withNotebook } = await checkMachine(request, onStage);
  const { notebook: _, notebookSkipped: __, ...snapshot } = withNotebook;
  return { snapshot, diagnosis: diagnoseSnapshot(snapshot), withNotebook };
}
