import type { Evidence, Finding } from '../../diagnose/finding.ts';
import type { Remedy } from '../../remedies/remedy.ts';
import { cleanCode, cleanLine } from '../foreign.ts';
import { proofWords, roleWords, severityStatus } from '../words.ts';
import { hanging, indent, narrower, type Paper, sign } from './paper.ts';

/** Findings one below the other, each with what was seen and what to do. */
export function findingsText(findings: readonly Finding[], paper: Paper): string[] {
  return findings.flatMap((finding, at) => [
    ...(at === 0 ? [] : ['']),
    ...findingText(finding, paper),
  ]);
}

function findingText(finding: Finding, paper: Paper): string[] {
  const status = severityStatus[finding.severity];
  const inner = narrower(paper, 2);
  const kind = paper.ink(`${finding.severity}, ${roleWords[finding.role]}`, status);
  return [
    `${sign(status, paper)} ${paper.ink(cleanLine(finding.id), 'bold')} (${kind})`,
    ...indent(hanging('', finding.summary, inner), 2),
    ...section(
      'What was seen',
      finding.evidence.flatMap((one) => evidenceText(one, inner)),
      paper,
    ),
    ...section(
      'What to do',
      finding.remedies.flatMap((one) => remedyText(one, inner)),
      paper,
    ),
    ...section(
      'What it is not',
      (finding.ruledOut ?? []).flatMap(({ id, because }) =>
        hanging('- ', `\`${id}\`: ${because}`, inner),
      ),
      paper,
    ),
    ...indent(hanging('', `Read more: \`${paper.call}guide ${cleanLine(finding.id)}\``, inner), 2),
  ];
}

function section(title: string, lines: readonly string[], paper: Paper): string[] {
  return lines.length === 0 ? [] : indent([paper.ink(title, 'bold'), ...lines], 2);
}

function evidenceText({ fact, value, source }: Evidence, paper: Paper): string[] {
  return hanging('- ', `${fact}: ${value} (${source})`, paper);
}

function remedyText(remedy: Remedy, paper: Paper): string[] {
  return [
    ...hanging('- ', `${remedy.summary} (${proofWords[remedy.proof]})`, paper),
    ...remedy.commands.map((line) => `      ${paper.ink(cleanCode(line), 'code')}`),
  ];
}
