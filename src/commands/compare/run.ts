import { checkRequest } from '../../command-model/check-options.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { readSnapshotFile } from '../../snapshot/snapshot-file.ts';
import type { Diagnosis } from '../../diagnose/diagnose.ts';
import { UsageError } from '../../errors.ts';
import { plainJson } from '../../json.ts';
import type { Block, Report } from '../../report/report.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { judge } from '../../check/judge.ts';
import { observeMachine } from '../../check/observe.ts';
import { differences, type Difference } from './differences.ts';
import { explaining, type Explaining } from './explaining.ts';

interface Side {
  readonly name: string;
  readonly snapshot: Snapshot;
  readonly diagnosis: Diagnosis;
}

const shownRows = 40;

/** Reads both machines, judges both, and says what differs. */
export async function compareMachines(context: Context, args: Arguments): Promise<Outcome> {
  const [first, second, ...more] = args.positionals;
  if (first === undefined || more.length > 0) {
    throw new UsageError('Name one or two snapshots to compare. `snapshot` makes one.');
  }
  const left = side(first, await readSnapshotFile(first, context.cwd));
  const right =
    second === undefined
      ? side('this machine', (await observeMachine(checkRequest(context, args))).snapshot)
      : side(second, await readSnapshotFile(second, context.cwd));
  const found = differences(left.snapshot, right.snapshot);
  const [sick, well] =
    rank(left.diagnosis) >= rank(right.diagnosis) ? [left, right] : [right, left];
  const because = explaining(sick.snapshot, well.snapshot, judge);
  const value = {
    schema: 'tf-gpu-doctor/comparison',
    version: 1,
    left: { name: left.name, verdict: left.diagnosis.verdict, rootCause: left.diagnosis.rootCause },
    right: {
      name: right.name,
      verdict: right.diagnosis.verdict,
      rootCause: right.diagnosis.rootCause,
    },
    differences: found,
    explainedBy: because,
  };
  return {
    report: comparisonReport(left, right, found, because),
    value: plainJson(value),
    exitCode: 0,
  };
}

const side = (name: string, snapshot: Snapshot): Side => ({
  name,
  snapshot,
  diagnosis: judge(snapshot),
});

/** The sicker, the higher. */
const rank = ({ verdict }: Diagnosis): number =>
  ['gpu-ready', 'gpu-degraded', 'unknown', 'cpu-only'].indexOf(verdict);

function comparisonReport(
  left: Side,
  right: Side,
  found: readonly Difference[],
  because: readonly Explaining[],
): Report {
  const deciding = new Set<string>(because.map((one) => one.probe));
  const sorted = found.toSorted(
    (a, b) => Number(deciding.has(b.probe)) - Number(deciding.has(a.probe)),
  );
  const blocks: Block[] = [
    { kind: 'headline', ...headlineOf(left, right, because, found.length) },
    {
      kind: 'table',
      columns: [{ title: '' }, { title: left.name }, { title: right.name }],
      rows: [
        ['Verdict', left.diagnosis.verdict, right.diagnosis.verdict],
        ['Root cause', left.diagnosis.rootCause ?? 'none', right.diagnosis.rootCause ?? 'none'],
      ],
    },
  ];
  if (sorted.length > 0) {
    blocks.push({
      kind: 'table',
      caption:
        because.length > 0 ? 'What differs, what explains the verdict first' : 'What differs',
      columns: [{ title: 'Fact' }, { title: left.name }, { title: right.name }],
      rows: sorted
        .slice(0, shownRows)
        .map((one) => [`${one.probe}: ${one.path}`, one.left, one.right]),
    });
  }
  if (sorted.length > shownRows) {
    blocks.push({
      kind: 'paragraph',
      text: `And ${sorted.length - shownRows} more: \`--json\` lists all.`,
    });
  }
  return { blocks };
}

function headlineOf(
  left: Side,
  right: Side,
  because: readonly Explaining[],
  count: number,
): { readonly status: 'info'; readonly text: string } {
  if (left.diagnosis.rootCause === right.diagnosis.rootCause) {
    const cause = left.diagnosis.rootCause ?? 'none';
    return {
      status: 'info',
      text: `Both have the same root cause: ${cause}. ${count} values differ.`,
    };
  }
  if (because.length === 0) {
    return { status: 'info', text: 'The verdicts differ, and no single difference explains it.' };
  }
  const probes = because.map((one) => `\`${one.probe}\``).join(', ');
  return { status: 'info', text: `The verdicts differ. What decides is in: ${probes}.` };
}
