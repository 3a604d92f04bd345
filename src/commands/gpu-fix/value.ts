import type { Download } from '../../fix/download.ts';
import type { ListedRemedy } from '../../fix/listed.ts';
import type { TrialOutcome } from '../../fix/outcome.ts';
import type { Application } from '../../fix/state.ts';
import { plainJson, type JsonObject } from '../../json.ts';

/** What the check said, in two words. */
interface Standing {
  readonly verdict: string;
  readonly rootCause: string | null;
}

/** One trial. */
export interface Tried extends TrialOutcome {
  readonly id: string;
  readonly finding: string;
  readonly before: Standing;
  /** Null when nothing was started for it. */
  readonly after: Standing | null;
  readonly seconds: number;
}

/** What the command did, as `content/schema/fix.json` has it. */
export function fixValue(said: {
  readonly rootCause: string | null;
  readonly remedies: readonly ListedRemedy[];
  readonly tried?: readonly Tried[];
  /** What a trial would fetch, where it has to be agreed to first. */
  readonly download?: Download;
  readonly applied?: Application | undefined;
  readonly undo?: Application | undefined;
}): JsonObject {
  const remedies = said.remedies.map(({ environment, ...remedy }) => ({
    ...remedy,
    changes: environment ?? null,
  }));
  return plainJson({
    schema: 'tf-gpu-doctor/fix',
    version: 1,
    rootCause: said.rootCause,
    remedies,
    tried: said.tried ?? [],
    ...(said.download && { download: said.download }),
    applied: applicationValue(said.applied),
    undo: applicationValue(said.undo),
  });
}

const applicationValue = (one: Application | undefined) =>
  one === undefined
    ? null
    : {
        id: one.id,
        finding: one.finding,
        at: one.at,
        changes: one.changes,
        where: one.where,
        path: one.path,
        files: one.files.map(({ path }) => path),
        python: one.python,
      };
