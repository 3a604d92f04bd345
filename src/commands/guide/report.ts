import type { Page } from '../../guide/page.ts';
import { called, type Interface } from '../../interface.ts';
import type { Report } from '../../report/report.ts';

/** The list of the guide's pages. */
export function pagesReport(pages: readonly Page[], ui: Interface): Report {
  const write = (words: string): string => `\`${called(ui, words)}\``;
  return {
    blocks: [
      {
        kind: 'headline',
        status: 'info',
        text: 'Why does TensorFlow not use my GPU? The guide.',
        next: `Read a page: ${write('guide start')}. Or check this machine first: ${write('gpu-check')}.`,
      },
      {
        kind: 'table',
        columns: [{ title: 'Page' }, { title: 'What it is about' }],
        rows: pages.map((page) => [`\`${page.id}\``, `${page.front.title}. ${page.front.summary}`]),
      },
      {
        kind: 'paragraph',
        text: `Every finding has a page too: ${write('guide')} and its id, such as ${write('guide cuda-visible-devices')}.`,
      },
    ],
  };
}
