import { links } from './chain.ts';
import type { Finding, RuleFinding, Severity } from './finding.ts';
import type { FindingId } from './rules/index.ts';

const weight: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** `explains` by rule id. */
export type Explains = ReadonlyMap<FindingId, readonly FindingId[]>;

/**
 * Puts findings in their places. The root is the worst one that no other finding explains; among equals the one
 * earliest in the chain. What it explains, directly or by way of another finding, are its consequences.
 */
export function rank(findings: readonly RuleFinding[], explains: Explains): Finding[] {
  const there = new Set(findings.map((one) => one.id));
  const explained = new Set(
    findings.flatMap((one) =>
      (explains.get(one.id) ?? []).filter((id) => id !== one.id && there.has(id)),
    ),
  );
  const ordered = findings.toSorted(
    (a, b) =>
      weight[a.severity] - weight[b.severity] || links.indexOf(a.link) - links.indexOf(b.link),
  );
  const root = ordered.find((one) => !explained.has(one.id)) ?? ordered[0];
  if (root === undefined) return [];
  const consequences = reach(root.id, explains);
  const place = (id: FindingId): Finding['role'] =>
    id === root.id ? 'root' : consequences.has(id) ? 'consequence' : 'separate';
  return [root, ...ordered.filter((one) => one !== root)].map((one) => ({
    ...one,
    role: place(one.id),
    page: `content/findings/${one.id}.md`,
  }));
}

function reach(id: FindingId, explains: Explains): ReadonlySet<FindingId> {
  const reached = new Set<FindingId>();
  const todo = [id];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    for (const one of explains.get(next) ?? []) {
      if (reached.has(one)) continue;
      reached.add(one);
      todo.push(one);
    }
  }
  return reached;
}
