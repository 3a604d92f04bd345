import type { Diagnosis } from '../../diagnose/diagnose.ts';
import type { Block, Report } from '../../report/report.ts';
import type { DecidingProbe } from './deciding.ts';
import type { Difference } from './differences.ts';

/** One of the machines that are compared. */
export interface Side {
  readonly name: string;
  readonly diagnosis: Diagnosis;
}

const shownRows = 40;

/** What differs, for people: what decides first. */
export function comparisonReport(
  left: Side,
  right: Side,
  found: readonly Difference[],
  because: readonly DecidingProbe[],
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
  because: readonly DecidingProbe[],
  count: number,
): { readonly status: 'info'; readonly text: string } {
  if (left.diagnosis.rootCause === right.diagnosis.rootCause) {
    const cause = left.diagnosis.rootCause;
    const both =
      cause === null ? 'Neither machine has a root cause' : `Both have the root cause \`${cause}\``;
    return { status: 'info', text: `${both}. ${count} values differ.` };
  }
  if (because.length === 0) {
    return { status: 'info', text: 'The verdicts differ, and no single difference explains it.' };
  }
  const probes = because.map((one) => `\`${one.probe}\``).join(', ');
  return { status: 'info', text: `The verdicts differ. The answer of ${probes} decides.` };
}
