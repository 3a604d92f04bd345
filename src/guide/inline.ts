import type { Token } from 'markdown-it';
import { called, type Interface } from '../interface.ts';
import { targetOf, type LinkTarget } from './links.ts';
import { addressOf } from './markdown.ts';

/** Whose words they are, and for which reader they are written out. */
export interface Style {
  readonly from: string;
  readonly folder: 'guide' | 'findings';
  readonly ui: Interface;
}

/** The words of a heading, as its anchor is made from them. */
export function wordsOf(inline: Token | undefined): string {
  return (inline?.children ?? []).map((child) => child.content).join('');
}

/** A paragraph's tokens as one string in which backticks mark code and links are followed by what to type. */
export function sentenceOf(inline: Token | undefined, style: Style): string {
  const open: { readonly href: string; readonly at: number }[] = [];
  let sentence = '';
  for (const token of inline?.children ?? []) {
    if (token.type === 'text') sentence += token.content;
    else if (token.type === 'code_inline') sentence += `\`${calledIn(token.content, style.ui)}\``;
    else if (token.type.endsWith('break')) sentence += ' ';
    else if (token.type === 'link_open') open.push({ href: addressOf(token), at: sentence.length });
    else if (token.type === 'link_close') {
      const { href, at } = open.pop() ?? { href: '', at: sentence.length };
      const words = sentence.slice(at);
      sentence =
        sentence.slice(0, at) + linked(words, targetOf(href, style.from, style.folder), style);
    }
  }
  return sentence;
}

/** Commands are written `%name` in pages; a terminal calls them by the name of the program. */
export function calledIn(code: string, ui: Interface): string {
  return code.replace(/^%(?=(?!script\b)[a-z])/gm, called(ui, ''));
}

function linked(words: string, target: LinkTarget, style: Style): string {
  if (target.kind === 'outside') return `${words} <${target.href}>`;
  if (target.kind === 'page' && style.folder === 'guide' && target.id === style.from) return words;
  const command = `\`${called(style.ui, `guide ${target.id}`)}\``;
  return target.kind === 'finding' && words === target.id ? command : `${words} (${command})`;
}
