import type { Block, Report } from '../report/report.ts';
import { blocksOf } from './blocks.ts';
import type { Interface } from '../interface.ts';
import { calledIn } from './inline.ts';
import { introduction, type Page } from './page.ts';

/** A page for the terminal and for `%guide`: the same words as the notebook, cells as lines to copy. */
export function pageReport(page: Page, ui: Interface): Report {
  const style = { from: page.id, folder: 'guide' as const, ui };
  const prose = (text: string): readonly Block[] => blocksOf(text, style);
  const blocks = page.parts.flatMap((part) =>
    part.kind === 'cell'
      ? [{ kind: 'commands' as const, lines: calledIn(part.source, ui).split('\n') }]
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
