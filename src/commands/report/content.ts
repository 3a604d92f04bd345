import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Diagnosis } from '../../diagnose/diagnose.ts';
import type { Facts } from '../../facts/facts.ts';
import type { Report } from '../../report/report.ts';
import type { Arguments, Context } from '../../command-model/command.ts';
import { versionsReport } from '../../report/versions-report.ts';
import { checkMachine } from '../../check/check-machine.ts';
import { diagnoseVersions } from '../../check/diagnose-snapshot.ts';
import { titleOf } from '../../content/page-ids.ts';
import { checkReport } from '../../report/check-report.ts';
import { checkRequest } from '../../command-model/check-options.ts';
import { systemBlocks } from './system.ts';
import { recordedSimulation, simulatedBlocks } from '../../command-model/simulated.ts';
import { redactorFor } from '../../command-model/redacted.ts';

/** Everything that a report file says, whatever its format; redacted unless `--raw`. */
export interface Content {
  readonly snapshot: Snapshot;
  readonly facts: Facts;
  readonly diagnosis: Diagnosis;
  /** Verdict, chain, findings with evidence and what was ruled out, then the versions. */
  readonly report: Report;
}

/** Collects and redacts, then diagnoses what was redacted: so the file holds nothing that the snapshot in it does not. */
export async function contentOf(context: Context, args: Arguments): Promise<Content> {
  const request = checkRequest(context, args);
  const working = (text: string): void => context.show({ blocks: [{ kind: 'progress', text }] });
  const { snapshot: full, target } = await checkMachine(
    request,
    (stage) => working(`TensorFlow in a process of its own: ${stage}`),
    { onProgress: () => working('Looking at the machine') },
  );
  const snapshot =
    args.options['raw'] === undefined && !full.redacted
      ? { ...redactorFor(context).value(full), redacted: true }
      : full;
  const { facts, diagnosis, inUse, onDisk, fits } = diagnoseVersions(snapshot);
  const check = checkReport(diagnosis, snapshot, {
    ui: 'terminal',
    titleOf,
    recorded: target === undefined,
  });
  const versions = versionsReport(inUse, onDisk, fits, snapshot.target);
  return {
    snapshot,
    facts,
    diagnosis,
    report: {
      blocks: [
        ...simulatedBlocks(recordedSimulation(snapshot)),
        ...check.blocks,
        ...systemBlocks(snapshot),
        { kind: 'heading', level: 2, text: 'Versions' },
        // Its headline repeats what the check says better.
        ...versions.blocks.filter((block) => block.kind === 'table'),
      ],
    },
  };
}
