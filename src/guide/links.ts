import type { Token } from 'markdown-it';
import { addressOf, parseMarkdown } from './markdown.ts';

/** Where a link in a page leads. */
export type LinkTarget =
  | { readonly kind: 'page'; readonly id: string; readonly anchor?: string }
  | { readonly kind: 'finding'; readonly id: string }
  | { readonly kind: 'outside'; readonly href: string };

const inside = /^(?:(?:\.\.\/(guide|findings)\/)?([a-z0-9-]+)\.md)?(?:#([a-z0-9_-]+))?$/;

/** Reads a link's address as written in the Markdown of page `from`, which lies in `folder`. */
export function targetOf(
  href: string,
  from: string,
  folder: 'guide' | 'findings' = 'guide',
): LinkTarget {
  const match = inside.exec(href);
  if (!match || href === '') return { kind: 'outside', href };
  const id = match[2] ?? from;
  if ((match[1] ?? folder) === 'findings') return { kind: 'finding', id };
  return { kind: 'page', id, ...(match[3] ? { anchor: match[3] } : {}) };
}

/** The addresses of all links and images in a piece of Markdown, in order. @internal */
export function hrefsIn(text: string): string[] {
  return hrefsOf(parseMarkdown(text));
}

function hrefsOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) => {
    const own = token.type === 'link_open' ? [addressOf(token)] : [];
    return [...own, ...hrefsOf(token.children ?? [])];
  });
}
