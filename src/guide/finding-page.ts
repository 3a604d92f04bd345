import type { Report } from '../report/report.ts';
import { blocksOf } from './blocks.ts';
import type { Interface } from '../interface.ts';

/** A finding's page for the terminal and the notebook; its front matter, if it has any, is left out. */
export function findingReport(id: string, text: string, ui: Interface): Report {
  const { title, rest } = bodyOf(text);
  return {
    blocks: [
      { kind: 'headline', status: 'info', text: title ?? id },
      ...blocksOf(rest, { from: id, folder: 'findings', ui }),
    ],
  };
}

/** The first-level heading of a finding's page, and what stands below it. */
export function bodyOf(text: string): {
  readonly title: string | undefined;
  readonly rest: string;
} {
  const body = text.replace(/^---\n[\s\S]*?\n---\n/, '');
  return { title: /^# (.+)$/m.exec(body)?.[1], rest: body.replace(/^# .+$/m, '') };
}
