import type { Snapshot } from '../../snapshot/snapshot.ts';
import { diagnose, type Diagnosis } from '../../diagnose/diagnose.ts';
import { readFacts, type Facts } from '../../facts/facts.ts';
import { loadKnowledge } from '../../content/knowledge.ts';
import type { Report } from '../../report/report.ts';
import type { Arguments, Context } from '../../command-model/command.ts';
import { versionsReport } from '../../report/versions-report.ts';
import { fitsOf } from '../../diagnose/fits.ts';
import { versionsInUse, versionsOnDisk } from '../../diagnose/versions.ts';
import { withLive } from '../../check/with-live.ts';
import { titleOf } from '../../content/finding-titles.ts';
import { checkReport } from '../../report/check-report.ts';
import { observeMachine } from '../../check/observe.ts';
import { checkRequest } from '../../command-model/check-options.ts';
import { systemBlocks } from './system.ts';
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
  const knowledge = loadKnowledge();
  const request = checkRequest(context, args);
  const machine = await observeMachine(request, {
    onProgress: () =>
      context.show({ blocks: [{ kind: 'progress', text: 'Looking at the machine' }] }),
  });
  const full = await withLive(request, machine, (stage) =>
    context.show({
      blocks: [{ kind: 'progress', text: `TensorFlow in a process of its own: ${stage}` }],
    }),
  );
  const snapshot =
    args.options['raw'] === undefined && !full.redacted
      ? { ...redactorFor(context).value(full), redacted: true }
      : full;
  const facts = readFacts(snapshot);
  const diagnosis = diagnose(facts, knowledge);
  const check = checkReport(diagnosis, snapshot, {
    ui: 'terminal',
    titleOf,
    recorded: machine.target === undefined,
  });
  const versions = versionsReport(
    versionsInUse(facts),
    versionsOnDisk(facts),
    fitsOf(facts, knowledge, diagnosis),
    snapshot.target,
  );
  return {
    snapshot,
    facts,
    diagnosis,
    report: {
      blocks: [
        ...check.blocks,
        ...systemBlocks(snapshot),
        { kind: 'heading', level: 2, text: 'Versions' },
        // Its headline repeats what the check says better.
        ...versions.blocks.filter((block) => block.kind === 'table'),
      ],
    },
  };
}
