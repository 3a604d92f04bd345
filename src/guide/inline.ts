import type { Token } from 'markdown-it';
import { targetOf, type Target } from './links.ts';
import { addressOf } from './markdown.ts';

/** How the reader calls a command: `%` in a notebook, `tf-gpu-doctor ` in a terminal. */
export type Call = '%' | 'tf-gpu-doctor ';

/** Whose words they are, and for which reader they are written out. */
export interface Style {
  readonly from: string;
  readonly folder: 'guide' | 'findings';
  readonly call: Call;
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
    else if (token.type === 'code_inline') sentence += `\`${called(token.content, style.call)}\``;
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
export function called(code: string, call: Call): string {
  return code.replace(/^%(?=(?!script\b)[a-z])/gm, call);
}

function linked(words: string, target: Target, style: Style): string {
  if (target.kind === 'outside') return `${words} <${target.href}>`;
  if (target.kind === 'page' && style.folder === 'guide' && target.id === style.from) return words;
  const command = `\`${style.call}guide ${target.id}\``;
  return target.kind === 'finding' && words === target.id ? command : `${words} (${command})`;
}
