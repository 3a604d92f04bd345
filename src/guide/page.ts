import { parseFrontMatter, type FrontMatter } from './front-matter.ts';
import { splitParts, type Part } from './parts.ts';

/** One page of the guide: a short lesson whose Python blocks are cells that run. */
export interface Page {
  /** The name of its file without `.md`. */
  readonly id: string;
  readonly front: FrontMatter;
  /** Markdown below the front matter; without a first-level heading, which is the title. */
  readonly body: string;
  readonly parts: readonly Part[];
}

/** @throws ProtocolError when the front matter or a fenced block is not understood. */
export function parsePage(id: string, text: string): Page {
  const { front, body } = parseFrontMatter(text, `${id}.md`);
  return { id, front, body, parts: splitParts(body, `${id}.md`) };
}

/** What stands above every page: what it is for, which document it follows, with what it was run. */
export function introduction(page: Page): readonly string[] {
  const { summary, follows, 'run-with': runWith } = page.front;
  return [
    summary,
    ...(follows
      ? [
          `This page follows the document “${follows}”, step by step in its order, and corrects it where it is wrong.`,
        ]
      : []),
    `The cells of this page were run with ${runWith}.`,
  ];
}
