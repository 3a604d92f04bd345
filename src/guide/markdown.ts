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

/** The anchor of a heading, as code hosts make it. Also a valid notebook cell id while it is at most 64 long. */
export function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9_ -]/g, '')
    .trim()
    .replace(/ /g, '-');
}
