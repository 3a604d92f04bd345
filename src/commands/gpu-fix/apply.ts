import type { CheckRequest } from '../../check/request.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { UsageError } from '../../errors.ts';
import type { ListedRemedy } from '../../fix/listed.ts';
import type { FixMemory } from '../../fix/state.ts';
import { trialOf } from '../../fix/trial-of.ts';
import type { FreshCheck } from '../../fix/trial.ts';
import { called } from '../../interface.ts';
import { applyPackages } from './apply-packages.ts';
import { applyCode, applyVariables } from './apply-variables.ts';
import { checkedList, chosen } from './list.ts';

/** What is to be applied, and what the check said before. */
export interface Applying {
  readonly context: Context;
  readonly args: Arguments;
  readonly request: CheckRequest;
  readonly remedy: ListedRemedy;
  readonly listed: readonly ListedRemedy[];
  readonly state: FixMemory;
  readonly before: FreshCheck;
}

/**
 * `gpu-fix --apply ID`: applies what was proven, then checks once more.
 * @throws UsageError for a remedy that was not proven
 */
export async function applyOne(
  context: Context,
  args: Arguments,
  request: CheckRequest,
  word: string | undefined,
): Promise<Outcome> {
  const { listed, state, before } = await checkedList(context, request);
  const remedy = chosen(listed, word, state);
  const applying: Applying = { context, args, request, remedy, listed, state, before };
  const how = trialOf(remedy);
  if (remedy.proof !== 'proven' || how.kind === 'none') {
    const way = called(context.ui, `gpu-fix --try ${remedy.id}`);
    throw new UsageError(
      `\`${remedy.id}\` was not proven for this Python and this state of it, so it is not applied. Try it first: \`${way}\`.`,
    );
  }
  switch (how.kind) {
    case 'variables':
      return applyVariables(applying, how.changes);
    case 'code':
      return applyCode(applying, how.changes);
    case 'packages':
      return applyPackages(applying, how.steps);
  }
}
