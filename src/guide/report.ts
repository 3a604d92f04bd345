import type { Block, Report } from '../report/report.ts';
import { blocksOf } from './blocks.ts';
import { called, type Call } from './inline.ts';
import { introduction, type Page } from './page.ts';

/** A page for the terminal and for `%guide`: the same words as the notebook, cells as lines to copy. */
export function pageReport(page: Page, call: Call): Report {
  const style = { from: page.id, folder: 'guide' as const, call };
  const prose = (text: string): readonly Block[] => blocksOf(text, style);
  const blocks = page.parts.flatMap((part) =>
    part.kind === 'cell'
      ? [{ kind: 'commands' as const, lines: called(part.source, call).split('\n') }]
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
