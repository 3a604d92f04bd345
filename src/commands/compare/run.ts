import { diagnoseSnapshot } from '../../check/diagnose-snapshot.ts';
import { observeMachine } from '../../check/observe.ts';
import { checkRequest, optionText } from '../../command-model/check-options.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { timeoutMs } from '../../command-model/common-options.ts';
import type { Diagnosis } from '../../diagnose/diagnose.ts';
import { UsageError } from '../../errors.ts';
import { plainJson } from '../../json.ts';
import { readSnapshotFile } from '../../snapshot/snapshot-file.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { decidingProbes } from './deciding.ts';
import { differences } from './differences.ts';
import { comparisonReport, type Side } from './report.ts';

/** Reads both machines, diagnoses both, and says what differs. */
export async function compareMachines(context: Context, args: Arguments): Promise<Outcome> {
  const [first, second] = args.positionals;
  if (first === undefined) {
    throw new UsageError('Name one or two snapshots to compare. `snapshot` makes one.');
  }
  const left = machine(first, await readSnapshotFile(first, context.cwd));
  const right =
    second === undefined
      ? await otherMachine(context, args)
      : machine(second, await readSnapshotFile(second, context.cwd));
  const found = differences(left.snapshot, right.snapshot);
  const [sick, well] =
    rank(left.diagnosis) >= rank(right.diagnosis) ? [left, right] : [right, left];
  const deciding = decidingProbes(sick.snapshot, well.snapshot, diagnoseSnapshot);
  const value = {
    schema: 'tf-gpu-doctor/comparison',
    version: 1,
    left: sideValue(left),
    right: sideValue(right),
    differences: found,
    explainedBy: deciding,
  };
  return {
    report: comparisonReport(left, right, found, deciding),
    value: plainJson(value),
    exitCode: 0,
  };
}

interface Machine extends Side {
  readonly snapshot: Snapshot;
}

const machine = (name: string, snapshot: Snapshot): Machine => ({
  name,
  snapshot,
  diagnosis: diagnoseSnapshot(snapshot),
});

/** This machine, or the one that `--from` names. */
async function otherMachine(context: Context, args: Arguments): Promise<Machine> {
  const observed = await observeMachine(checkRequest(context, args), {
    timeoutMs: timeoutMs(args, 0),
  });
  return machine(optionText(args, 'from') ?? 'this machine', observed.snapshot);
}

const sideValue = ({ name, diagnosis: { verdict, rootCause } }: Side) => ({
  name,
  verdict,
  rootCause,
});

/** The sicker, the higher. */
const rank = ({ verdict }: Diagnosis): number =>
  ['gpu-ready', 'gpu-degraded', 'unknown', 'cpu-only'].indexOf(verdict);
