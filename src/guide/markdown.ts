import MarkdownIt, { type Token } from 'markdown-it';

/** Pages are CommonMark with tables. HTML in a page is shown as text, never as HTML. */
export const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

export function parseMarkdown(text: string): Token[] {
  return markdown.parse(text, {});
}

/** The address of a link's opening token. */
export function addressOf(token: Token): string {
  return String(token.attrGet('href') ?? '');
}
