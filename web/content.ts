import type { Knowledge } from '../src/knowledge/tables.ts';
import { inTheGuide } from '../src/guide/backlinks.ts';
import { parsePage, type Page } from '../src/guide/page.ts';
import { redactorBy, type Redactor } from '../src/snapshot/redact.ts';
import { redactionRulesIn } from '../src/snapshot/redaction-rules.ts';

/** What the build puts into the page as data: see `setup/web.mjs`. */
export interface Content {
  /** The tables of `content/compat/`, and when the newest row was checked. */
  readonly knowledge: Knowledge;
  readonly sources: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Markdown by id. */
  readonly findings: Readonly<Record<string, string>>;
  readonly guide: Readonly<Record<string, string>>;
  readonly redaction: unknown;
  /** What `snapshot --script` prints. */
  readonly script: string;
}

let pages: readonly Page[] | undefined;

/** All pages of the guide in reading order. */
export function guidePages({ guide }: Content): readonly Page[] {
  pages ??= Object.entries(guide)
    .map(([id, text]) => parsePage(id, text))
    .toSorted((a, b) => a.front.order - b.front.order);
  return pages;
}

/** The Markdown of a finding's page with links to the guide; undefined when there is no finding of that id. */
export function findingText(content: Content, id: string): string | undefined {
  const text = Object.hasOwn(content.findings, id) ? content.findings[id] : undefined;
  return text === undefined ? undefined : text + inTheGuide(id, guidePages(content));
}

/** The title of a finding's page; the id itself where there is none. */
export function findingTitle({ findings }: Content, id: string): string {
  const text = Object.hasOwn(findings, id) ? findings[id] : undefined;
  return /^title: (.+)$/mu.exec(text ?? '')?.[1] ?? id;
}

/** Takes names, addresses and tokens out of a text, as the command does. No name is known beforehand. */
export function redactorOf({ redaction }: Content): Redactor {
  return redactorBy(redactionRulesIn(redaction), { users: [], hosts: [], homes: [] });
}
