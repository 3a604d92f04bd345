import type { Content } from './content.ts';
import { made } from './elements.ts';

/** In an answer, the id of a finding and `tf-gpu-doctor guide ID` lead to that page of this file. */
export function linkPages(answer: HTMLElement, { findings, guide }: Content): void {
  for (const code of answer.querySelectorAll('code')) {
    const id = (code.textContent ?? '').replace(/^tf-gpu-doctor guide /u, '');
    if (!(Object.hasOwn(findings, id) || Object.hasOwn(guide, id))) continue;
    const link = made('a', { href: `#${id}` });
    code.replaceWith(link);
    link.append(code);
  }
}
