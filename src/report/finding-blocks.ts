import type { Evidence, Finding } from '../diagnose/finding.ts';
import { grouped } from './grouped.ts';
import { called, type Interface } from '../interface.ts';
import type { Remedy } from '../remedies/remedy.ts';
import type { Status } from './report.ts';
import { severityStatus } from './words.ts';

/** One line of a section, and what is to be copied below it. */
export interface FindingItem {
  readonly text: string;
  readonly commands: readonly string[];
}

/** A titled list of one finding. `open` is false for what only some readers want; HTML folds it. */
export interface FindingSection {
  readonly title: string;
  readonly items: readonly FindingItem[];
  readonly open: boolean;
}

/** A finding as every renderer shows it: the same parts in the same order. */
export interface FindingBlock {
  readonly status: Status;
  /** The finding's id. */
  readonly id: string;
  /** What the finding is to the answer: `cause` of all below it, or found besides. */
  readonly role: 'cause' | 'also';
  readonly summary: string;
  /** What was found, what follows from it, what to do, what was ruled out; without those that are empty. */
  readonly sections: readonly FindingSection[];
  /** A command that shows more. */
  readonly more: string;
}

/**
 * Findings in the order and with the parts that all renderers share. What follows from the root cause is listed there
 * by its sentence alone: it goes away with the cause, so its own remedies would only mislead.
 */
export function findingBlocks(findings: readonly Finding[], ui: Interface): FindingBlock[] {
  const hasRoot = findings.some(({ role }) => role === 'root');
  const follows = findings.filter(({ role }) => hasRoot && role === 'consequence');
  return findings
    .filter((one) => !follows.includes(one))
    .map((one) => findingBlock(one, one.role === 'root' ? follows : [], ui));
}

function findingBlock(finding: Finding, follows: readonly Finding[], ui: Interface): FindingBlock {
  const { id, role, severity, summary, evidence, remedies, ruledOut = [] } = finding;
  const isCause = role === 'root' && severity === 'error';
  return {
    status: severityStatus[severity],
    id,
    role: isCause ? 'cause' : 'also',
    summary,
    sections: [
      section('What was found', evidenceItems(evidence), role === 'root'),
      section(
        'What follows from it',
        follows.map((one) => item(`${one.summary} (\`${one.id}\`)`)),
      ),
      section(
        'What to do',
        remedies.map((one) => remedyItem(one, ui)),
      ),
      section(
        'What it is not',
        ruledOut.map((one) => item(`\`${one.id}\`: ${one.because}`)),
        false,
      ),
    ].filter(({ items }) => items.length > 0),
    more: called(ui, `guide ${id}`),
  };
}

function section(title: string, items: readonly FindingItem[], open = true): FindingSection {
  return { title, items, open };
}

function item(text: string, commands: readonly string[] = []): FindingItem {
  return { text, commands };
}

/** Facts that have one value and one source are one line. */
function evidenceItems(evidence: readonly Evidence[]): FindingItem[] {
  const sameSaid = grouped(evidence, ({ value, source }) => JSON.stringify([value, source]));
  return sameSaid.map(([, group]) => {
    const facts = group.map(({ fact }) => fact).join(', ');
    const { value = '', source = '' } = group[0] ?? {};
    return item(`${facts}: ${value} (${withoutBrackets(source)})`);
  });
}

/** A source stands in brackets, so brackets inside it become a comma; a file of ours is named as what it is. */
function withoutBrackets(source: string): string {
  return source
    .replaceAll(/content\/compat\/([a-z-]+)\.json/gu, "this program's table of $1")
    .replaceAll(/\s*\(([^()]*)\)/gu, ', $1');
}

function remedyItem({ summary, commands, ...one }: Remedy, ui: Interface): FindingItem {
  return item(summary + triedWords(one) + whereTyped(commands, ui), commands);
}

const two = (part: number): string => String(part).padStart(2, '0');

/** What a trial showed: ` (proven 14:02)`, with the date when it was not today. */
function triedWords({ proof, provenAt }: Pick<Remedy, 'proof' | 'provenAt'>): string {
  if (proof === 'refuted') return ' (tried here: it does not help)';
  if (proof !== 'proven') return '';
  if (provenAt == null) return ' (tried here: it works)';
  const at = new Date(provenAt);
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  const isToday = at.toDateString() === new Date().toDateString();
  const day = isToday ? '' : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} `;
  return ` (proven ${day}${time})`;
}

/** Says in a notebook which lines are for a terminal: a cell would run them as Python. */
export function whereTyped(commands: readonly string[], ui: Interface): string {
  const isForShell = commands.some((line) => !/^[%!]/u.test(line));
  return ui === 'notebook' && isForShell ? ' Type this in a terminal:' : '';
}
