import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Target } from '../python/choose-python.ts';
import type { Diagnosis } from '../diagnose/diagnose.ts';
import { headline } from './headline.ts';
import type { Finding } from '../diagnose/finding.ts';
import type { Block, Report } from './report.ts';
import type { Interface } from '../interface.ts';
import { notebookTable } from './notebook-table.ts';

/** The chain as far as it is known, with what is being done now. What is not known yet is shown as being worked on. */
export function workingReport(diagnosis: Diagnosis, doing: string): Report {
  const links = diagnosis.chain.map((link) =>
    link.status === 'unknown' || link.status === 'skipped'
      ? ({ ...link, status: 'working', summary: '…' } as const)
      : link,
  );
  return {
    blocks: [
      { kind: 'progress', text: doing },
      { kind: 'chain', links },
    ],
  };
}

/** The finished check for people. */
export function checkReport(
  diagnosis: Diagnosis,
  snapshot: Snapshot,
  target: Target | undefined,
  ui: Interface,
): Report {
  const blocks: Block[] = [];
  const elsewhere = otherPython(target, ui);
  if (elsewhere !== undefined) blocks.push({ kind: 'paragraph', text: elsewhere });
  blocks.push({ kind: 'headline', ...headline(diagnosis) });
  blocks.push({ kind: 'chain', links: diagnosis.chain });
  if (diagnosis.findings.length > 0) blocks.push(findingsBlock(diagnosis.findings));
  const beside = notebookTable(snapshot);
  if (beside !== undefined) blocks.push(beside);
  const { unchecked } = diagnosis;
  if (unchecked.length > 0) {
    blocks.push({
      kind: 'details',
      summary: `Not checked: ${unchecked.length}`,
      blocks: [
        {
          kind: 'table',
          columns: [{ title: 'What' }, { title: 'Why not' }],
          rows: unchecked.map(({ id, reason }) => [id, reason]),
        },
      ],
    });
  }
  blocks.push({ kind: 'paragraph', text: about(snapshot) });
  return { blocks };
}

/** Where nothing is wrong, the headline has said it all, and what was seen is there for who wants it. */
function findingsBlock(findings: readonly Finding[]): Block {
  const block: Block = { kind: 'findings', findings };
  const calm = findings.every((one) => one.severity === 'info');
  return calm ? { kind: 'details', summary: 'What was seen', blocks: [block] } : block;
}

/** Which Python the answer is about, and why that one. */
function about({ target, observations, collectedAt, live, liveSkipped }: Snapshot): string {
  const version = observations.interpreter?.ok ? ` (${observations.interpreter.data.version})` : '';
  const python = `Python: \`${target.python}\`${version}, because: ${target.chosenBecause}.`;
  const where = target.host === 'local' ? '' : ` Recorded ${collectedAt}, ${target.host}.`;
  const tried =
    live === undefined && liveSkipped !== 'no-hardware' ? ' TensorFlow was not started.' : '';
  const practice = target.practice
    ? ' It is the practice environment made by npm start: that it has no CUDA libraries is no fault.'
    : '';
  return python + practice + where + tried;
}

function otherPython(target: Target | undefined, ui: Interface): string | undefined {
  if (target?.other === undefined) return undefined;
  const command = `${ui === 'notebook' ? '%' : 'tf-gpu-doctor '}gpu-python use ${target.other.python}`;
  return (
    'This is the practice environment made by npm start. Another Python on this machine has ' +
    `${target.other.tensorflow}. To diagnose that one: \`${command}\`.`
  );
}
