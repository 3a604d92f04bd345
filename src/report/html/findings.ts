import type { Finding } from '../../diagnose/finding.ts';
import type { Remedy } from '../../remedies/remedy.ts';
import { cleanCode, cleanLine } from '../foreign.ts';
import { proofWords, roleWords, severityStatus } from '../words.ts';
import { badge, html, type Markup, nothing, sentence } from './markup.ts';

/** Findings as cards: what it is and what to do at once, the evidence of all but the root folded. */
export function findingsHtml(findings: readonly Finding[]): Markup {
  return html`${findings.map(findingHtml)}`;
}

function findingHtml(finding: Finding): Markup {
  const id = cleanLine(finding.id);
  const status = severityStatus[finding.severity];
  return html`<div class="tgd-finding tgd-${status}" role="group" aria-label="${id}">
    <p>${badge(status, finding.severity)} <strong>${id}</strong> (${roleWords[finding.role]})</p>
    <p>${sentence(finding.summary)}</p>
    ${remediesHtml(finding.remedies)}${evidenceHtml(finding)}${ruledOutHtml(finding)}
    <p>Read more: <code>%guide ${id}</code></p>
  </div> `;
}

function remediesHtml(remedies: readonly Remedy[]): Markup {
  if (remedies.length === 0) return nothing;
  const items = remedies.map(
    (remedy) =>
      html`<li>
        ${sentence(remedy.summary)} (${proofWords[remedy.proof]})${commandsHtml(remedy.commands)}
      </li>`,
  );
  return html`<p><strong>What to do</strong></p>
    <ul>
      ${items}
    </ul> `;
}

/** Lines to be copied. */
export function commandsHtml(lines: readonly string[]): Markup {
  if (lines.length === 0) return nothing;
  return html`<pre><code>${lines.map(cleanCode).join('\n')}</code></pre>`;
}

function evidenceHtml({ evidence, role }: Finding): Markup {
  if (evidence.length === 0) return nothing;
  const items = evidence.map(
    ({ fact, value, source }) =>
      html`<li>${sentence(fact)}: <strong>${sentence(value)}</strong> (${sentence(source)})</li>`,
  );
  const open = role === 'root' ? html` open` : nothing;
  return html`<details${open}><summary>What was seen</summary><ul>${items}</ul></details>
`;
}

function ruledOutHtml({ ruledOut = [] }: Finding): Markup {
  if (ruledOut.length === 0) return nothing;
  const items = ruledOut.map(
    ({ id, because }) => html`<li><code>${cleanLine(id)}</code>: ${sentence(because)}</li>`,
  );
  return html`<details>
    <summary>What it is not</summary>
    <ul>
      ${items}
    </ul>
  </details> `;
}
