import type { Token } from 'markdown-it';
import { wordsOf } from './inline.ts';
import { targetOf, type LinkTarget } from './links.ts';
import { addressOf, markdown, parseMarkdown } from './markdown.ts';
import { introduction, type Page } from './page.ts';
import { slug } from './markdown.ts';

/** The address for a link to another page or finding; undefined leaves its words without a link. */
type HrefOf = (target: LinkTarget) => string | undefined;

/**
 * A page as an HTML fragment: no script, no style, nothing loaded. Headings carry their anchors as ids, and so does
 * every cell's `<pre>`.
 */
export function pageHtml(page: Page, hrefOf: HrefOf): string {
  const body = page.parts.map((part) =>
    part.kind === 'cell'
      ? `<pre id="${part.id}"><code class="language-python">${markdown.utils.escapeHtml(part.source)}</code></pre>\n`
      : textHtml(part.markdown, { from: page.id, folder: 'guide', hrefOf }),
  );
  return [
    `<h1>${markdown.utils.escapeHtml(page.front.title)}</h1>\n`,
    ...introduction(page).map((line) => markdown.render(line)),
    ...body,
  ].join('');
}

/** Markdown of ours, such as a finding's page, as an HTML fragment; its headings carry their anchors as ids. */
export function textHtml(
  text: string,
  {
    from,
    folder,
    hrefOf,
  }: { readonly from: string; readonly folder: 'guide' | 'findings'; readonly hrefOf: HrefOf },
): string {
  const tokens = parseMarkdown(text);
  tokens.forEach((token, at) => {
    if (token.type === 'heading_open') token.attrSet('id', slug(wordsOf(tokens[at + 1])));
    if (token.type === 'inline')
      token.children = relinked(token.children ?? [], (href) =>
        hrefOf(targetOf(href, from, folder)),
      );
  });
  return markdown.renderer.render(tokens, markdown.options, {});
}

function relinked(tokens: Token[], hrefOf: (href: string) => string | undefined): Token[] {
  const open: boolean[] = [];
  return tokens.filter((token) => {
    if (token.type === 'link_close') return open.pop();
    if (token.type !== 'link_open') return true;
    const href = hrefOf(addressOf(token));
    if (href !== undefined) token.attrSet('href', href);
    open.push(href !== undefined);
    return href !== undefined;
  });
}
