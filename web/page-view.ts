import { bodyOf } from '../src/guide/finding-page.ts';
import { pageHtml, textHtml } from '../src/guide/html.ts';
import type { LinkTarget } from '../src/guide/links.ts';
import { findingText, guidePages, type Content } from './content.ts';
import { element, made } from './elements.ts';

/** Shows a page of the guide or of a finding, at a heading when one is named. */
export function showPage(content: Content, id: string, anchor: string | undefined): void {
  const article = element('page', HTMLElement);
  const html = htmlOf(content, id);
  if (html === undefined) {
    const way = made('a', { href: '#look-up' }, 'Look it up.');
    article.replaceChildren(
      made('h1', {}, 'No such page'),
      made('p', {}, `There is no page \`${id}\`. `, way),
    );
    return;
  }
  article.innerHTML = html;
  if (anchor !== undefined) article.querySelector(`[id="${CSS.escape(anchor)}"]`)?.scrollIntoView();
}

function htmlOf(content: Content, id: string): string | undefined {
  const page = guidePages(content).find((one) => one.id === id);
  if (page !== undefined) return pageHtml(page, hrefOf);
  const text = findingText(content, id);
  if (text === undefined) return undefined;
  const { title = id, rest } = bodyOf(text);
  return textHtml(`# ${title}\n${rest}`, { from: id, folder: 'findings', hrefOf });
}

/** Links between pages stay on this page. */
function hrefOf(target: LinkTarget): string {
  switch (target.kind) {
    case 'page':
      return target.anchor === undefined ? `#${target.id}` : `#${target.id}/${target.anchor}`;
    case 'finding':
      return `#${target.id}`;
    case 'outside':
      return target.href;
  }
}
