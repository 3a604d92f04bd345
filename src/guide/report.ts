import type { Block, Report } from '../report/report.ts';
import { blocksOf } from './blocks.ts';
import type { LinkStyle } from './inline.ts';
import type { Target } from './links.ts';
import { introduction, type Page } from './page.ts';

/** How the reader calls a command: `%` in a notebook, `tf-gpu-doctor ` in a terminal. */
export type Call = '%' | 'tf-gpu-doctor ';

/** A page for the terminal and for `%guide`: the same words as the notebook, cells as lines to copy. */
export function pageReport(page: Page, call: Call): Report {
  const style = linkStyle(page.id, 'guide', call);
  const prose = (text: string): readonly Block[] => blocksOf(text, style);
  const blocks: readonly Block[] = page.parts.flatMap((part) =>
    part.kind === 'cell'
      ? [{ kind: 'commands' as const, lines: part.source.split('\n') }]
      : prose(part.markdown),
  );
  return {
    blocks: [
      { kind: 'headline', status: 'info', text: page.front.title },
      ...introduction(page).flatMap(prose),
      ...blocks,
    ],
  };
}

/** How links are written out for a reader who follows them by typing. */
export function linkStyle(from: string, folder: 'guide' | 'findings', call: Call): LinkStyle {
  return { from, folder, follow: (target: Target & { id: string }) => `${call}guide ${target.id}` };
}
