import type { ChainLink } from '../diagnose/chain.ts';
import type { Diagnosis } from '../diagnose/diagnose.ts';
import type { Finding } from '../diagnose/finding.ts';
import { called, type Interface } from '../interface.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { quoted } from '../shell.ts';
import { examinedPython } from './examined-python.ts';
import { grouped } from './grouped.ts';
import { headline } from './headline.ts';
import { notebookTable } from './notebook-table.ts';
import { momentInWords } from './figures.ts';
import type { Block, Report } from './report.ts';
import { linkNames } from './words.ts';

/** From this many links on, those that were skipped for one reason are one line. */
const fewSkipped = 3;

/** For whom the answer is written, and what it needs besides the machine. */
export interface Telling {
  readonly ui: Interface;
  /** The title of a finding's page by its id. */
  readonly titleOf: (id: string) => string;
  /** True for a snapshot that was read from a file: nothing of it is about this computer. */
  readonly recorded: boolean;
  /** The name of that file, where the reader knows it. */
  readonly recordedIn?: string | undefined;
  /** A Python with TensorFlow, where the practice environment was examined although there is this one. */
  readonly otherPython?: { readonly python: string; readonly tensorflow: string } | undefined;
}

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

/** The finished check for people: the answer in a sentence, then what it rests on. */
export function checkReport(diagnosis: Diagnosis, snapshot: Snapshot, telling: Telling): Report {
  const { findings, unchecked } = diagnosis;
  const beside = notebookTable(snapshot);
  const blocks: (Block | undefined)[] = [
    otherPython(telling),
    telling.recorded ? recordedBlock(snapshot, telling.recordedIn) : undefined,
    { kind: 'headline', ...headline(diagnosis, telling.ui) },
    ...chainBlocks(diagnosis),
    findings.length > 0 ? findingsBlock(findings) : undefined,
    tryIt(findings, telling),
    beside,
    unchecked.length > 0 ? uncheckedBlock(unchecked, telling) : undefined,
    { kind: 'paragraph', text: about(snapshot, diagnosis) },
  ];
  return { blocks: blocks.filter((block) => block !== undefined) };
}

/** The chain without what the headline says already, and without the links that nothing had to be seen of. */
function chainBlocks({ chain, findings }: Diagnosis): Block[] {
  const root = findings.find(({ role }) => role === 'root');
  const said = root === undefined ? [] : [root.summary, `See ${root.id}.`];
  const reasons = grouped(
    chain.filter(({ status }) => status === 'skipped'),
    ({ summary }) => summary,
  );
  const folded = reasons.filter(([, links]) => links.length >= fewSkipped);
  const links = chain
    .filter((link) => !folded.some(([, some]) => some.includes(link)))
    .map((link) => (said.includes(link.summary) ? { ...link, summary: 'See above.' } : link));
  return [{ kind: 'chain', links }, ...folded.map(([reason, some]) => skippedBlock(reason, some))];
}

function skippedBlock(reason: string, links: readonly ChainLink[]): Block {
  return {
    kind: 'details',
    summary: `Skipped: ${links.length} links. ${reason}`,
    blocks: [{ kind: 'paragraph', text: links.map(({ link }) => linkNames[link]).join(', ') }],
  };
}

/** Where nothing is wrong, the headline has said it all, and what was found is there for who wants it. */
function findingsBlock(findings: readonly Finding[]): Block {
  const block: Block = { kind: 'findings', findings };
  const calm = findings.every((one) => one.severity === 'info');
  return calm ? { kind: 'details', summary: 'Details', blocks: [block] } : block;
}

/** That a remedy can be tried before it is believed. On a recorded machine nothing can be started. */
function tryIt(findings: readonly Finding[], { ui, recorded }: Telling): Block | undefined {
  const root = findings.find(({ role, severity }) => role === 'root' && severity !== 'info');
  const proven = root?.remedies.find(({ proof }) => proof === 'proven');
  if (proven !== undefined && !recorded) {
    return {
      kind: 'paragraph',
      text: `\`${called(ui, `gpu-fix --apply ${proven.id}`)}\` applies what was proven.`,
    };
  }
  const canTry = root?.remedies.some(({ environment }) => environment !== undefined) === true;
  return canTry && !recorded
    ? {
        kind: 'paragraph',
        text: `\`${called(ui, 'gpu-fix --try')}\` tries a remedy in a fresh process, with the check before and after it.`,
      }
    : undefined;
}

/** One row for each reason, so that a reason that holds for many is read once. */
function uncheckedBlock(unchecked: Diagnosis['unchecked'], { titleOf }: Telling): Block {
  const reasons = grouped(unchecked, ({ reason }) => reason);
  return {
    kind: 'details',
    summary: `Not checked: ${unchecked.length} possible ${unchecked.length === 1 ? 'cause' : 'causes'}`,
    blocks: [
      {
        kind: 'table',
        columns: [{ title: 'Possible cause' }, { title: 'Why it was not checked' }],
        rows: reasons.map(([reason, some]) => [
          some.map(({ id }) => titleOf(id)).join('; '),
          reason,
        ]),
      },
    ],
  };
}

/** Which Python the answer is about, and what else limits it. */
function about(snapshot: Snapshot, { tables }: Diagnosis): string {
  const { target, observations, live, liveSkipped } = snapshot;
  const version = observations.interpreter?.ok ? observations.interpreter.data.version : undefined;
  const where = target.host === 'local' ? '' : ` It is on ${target.host}.`;
  const tried =
    live === undefined && liveSkipped !== 'no-hardware' ? ' TensorFlow was not started.' : '';
  const isNamed = target.chosenBecause.startsWith('practice environment');
  const practice = target.practice
    ? ` ${isNamed ? 'It' : 'It is the practice environment made by npm start: it'} has no CUDA libraries, and needs none.`
    : '';
  const compared = tables === null ? '' : ` ${tables}`;
  return examinedPython(target, version) + practice + where + tried + compared;
}

/** Says that nothing of an answer is about this computer. */
export function recordedBlock({ collectedAt }: Snapshot, file: string | undefined): Block {
  const [day] = momentInWords(collectedAt).split(',');
  const name = file === undefined ? '' : ` (\`${file}\`)`;
  return {
    kind: 'paragraph',
    text: `This answer is about a recorded machine${name}, as it was on ${day}, not about this computer.`,
  };
}

function otherPython({ otherPython: other, ui }: Telling): Block | undefined {
  if (other === undefined) return undefined;
  const command = called(ui, `gpu-python use ${quoted(other.python)}`);
  return {
    kind: 'paragraph',
    text:
      'This is the practice environment made by npm start. Another Python on this machine has ' +
      `${other.tensorflow}. To diagnose that one: \`${command}\`.`,
  };
}
