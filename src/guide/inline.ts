import type { Token } from 'markdown-it';
import { targetOf, type Target } from './links.ts';
import { addressOf } from './markdown.ts';

/** Whose links they are, and how a link to another page or finding is written out. */
export interface LinkStyle {
  readonly from: string;
  readonly folder: 'guide' | 'findings';
  /** What to type to follow the link: `%guide memory`. */
  readonly follow: (target: Exclude<Target, { kind: 'outside' }>) => string;
}

/** The words of a heading, as its anchor is made from them. */
export function wordsOf(inline: Token | undefined): string {
  return (inline?.children ?? []).map((child) => child.content).join('');
}

/** A paragraph's tokens as one string in which backticks mark code and links are followed by what to type. */
export function sentenceOf(inline: Token | undefined, style: LinkStyle): string {
  const open: string[] = [];
  const words = (inline?.children ?? []).map((token) => {
    switch (token.type) {
      case 'text':
        return token.content;
      case 'code_inline':
        return `\`${token.content}\``;
      case 'softbreak':
      case 'hardbreak':
        return ' ';
      case 'link_open':
        open.push(addressOf(token));
        return '';
      case 'link_close':
        return written(open.pop() ?? '', style);
      default:
        return '';
    }
  });
  return words.join('');
}

function written(href: string, style: LinkStyle): string {
  const target = targetOf(href, style.from, style.folder);
  if (target.kind === 'outside') return ` <${target.href}>`;
  const here = target.kind === 'page' && style.folder === 'guide' && target.id === style.from;
  return here ? '' : ` (\`${style.follow(target)}\`)`;
}
