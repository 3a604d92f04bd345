import type { ExplainedCause, Explanation } from '../../explain/explain.ts';
import type { Block, Report } from '../../report/report.ts';

/** What a text says, for people: the likeliest cause first, with its lines, then what is only noise. */
export function explanationReport({ causes, noise }: Explanation, text: string): Report {
  const lines = text.split('\n');
  const [first, ...others] = causes;
  const blocks: Block[] = [];
  if (first === undefined) {
    blocks.push({
      kind: 'headline',
      status: 'unknown',
      text: 'Nothing in this text is known here.',
      next: 'Paste the whole output, from the first line TensorFlow prints. Or run `gpu-check`, which looks at the machine itself.',
    });
  } else {
    blocks.push({
      kind: 'headline',
      status: first.id === 'harmless-only' ? 'ok' : 'fail',
      text: first.summary,
      next: `Read \`explain ${first.id}\`. \`gpu-check\` says whether this machine bears it out.`,
    });
    blocks.push(...causeBlocks(first, lines));
  }
  if (others.length > 0) {
    blocks.push({
      kind: 'details',
      summary: `Less likely: ${others.length}`,
      blocks: [
        {
          kind: 'table',
          columns: [{ title: 'Finding' }, { title: 'Sure' }, { title: 'What it would mean' }],
          rows: others.map((one) => [`\`${one.id}\``, percent(one), one.summary]),
        },
      ],
    });
  }
  if (noise.length > 0) {
    blocks.push({
      kind: 'details',
      summary: `Lines that look bad and are harmless: ${noise.length}`,
      blocks: [
        {
          kind: 'table',
          columns: [{ title: 'What' }, { title: 'Lines' }],
          rows: noise.map((one) => [`\`${one.id}\``, one.lines.join(', ')]),
        },
      ],
    });
  }
  return { blocks };
}

const percent = (cause: ExplainedCause): string => `${Math.round(cause.confidence * 100)} %`;

const shownLines = 8;

function causeBlocks(cause: ExplainedCause, lines: readonly string[]): Block[] {
  const shown = cause.lines
    .slice(0, shownLines)
    .map((number) => `${String(number).padStart(5)}  ${lines[number - 1] ?? ''}`);
  if (shown.length === 0) return [];
  return [
    { kind: 'paragraph', text: `\`${cause.id}\`, ${percent(cause)} sure, because of:` },
    { kind: 'log', text: shown.join('\n') },
  ];
}
