import type { ExplainedCause, Explanation } from '../../explain/explain.ts';
import { remedyBlocks } from '../../guide/what-to-do.ts';
import { called, type Interface } from '../../interface.ts';
import type { Block, Report } from '../../report/report.ts';
import type { CheckedHere } from './check-here.ts';

/** What an explanation needs besides the text. */
export interface Explaining {
  readonly text: string;
  readonly ui: Interface;
  /** The page of a finding. */
  readonly pageOf: (id: string) => string | undefined;
  /** What a check of this machine says of the first cause. */
  readonly checked?: CheckedHere | undefined;
}

/** What a text says, for people: the likeliest cause with its lines, what is only noise, and last what to do. */
export function explanationReport(explanation: Explanation, explaining: Explaining): Report {
  const { causes, noise } = explanation;
  const [first, ...others] = causes;
  if (first === undefined) return { blocks: [nothingKnown(explaining.ui), ...noiseBlocks(noise)] };
  const isHarmless = first.id === 'harmless-only';
  const remedy = isHarmless ? [] : remedyOf(first, explanation, explaining);
  return {
    blocks: [
      {
        kind: 'headline',
        status: isHarmless ? 'ok' : 'fail',
        text: first.summary,
        ...(remedy.length > 0 && { next: 'What to do stands at the end of this answer.' }),
      },
      ...(explaining.checked
        ? [{ kind: 'paragraph', text: explaining.checked.sentence } as const]
        : []),
      ...causeBlocks(first, explaining.text.split('\n')),
      ...otherBlocks(others),
      ...noiseBlocks(noise),
      ...remedy,
      { kind: 'paragraph', text: readMore(first, explaining) },
    ],
  };
}

function nothingKnown(ui: Interface): Block {
  return {
    kind: 'headline',
    status: 'unknown',
    text: 'Nothing in this text is known here.',
    next: `Paste the whole output, from the first line that TensorFlow prints. Or check the machine itself: \`${called(ui, 'gpu-check')}\`.`,
  };
}

/** What the check of this machine found fits it exactly; the page has what fits other machines, too. */
function remedyOf(
  { id }: ExplainedCause,
  { context }: Explanation,
  explaining: Explaining,
): Block[] {
  const [remedy] = explaining.checked?.remedies ?? [];
  const blocks: Block[] =
    remedy === undefined
      ? remedyBlocks(id, explaining.pageOf(id) ?? '', { ui: explaining.ui, os: context.os })
      : [
          { kind: 'paragraph', text: remedy.summary },
          ...(remedy.commands.length > 0
            ? [{ kind: 'commands', lines: remedy.commands } as const]
            : []),
        ];
  return blocks.length === 0 ? [] : [{ kind: 'heading', level: 2, text: 'What to do' }, ...blocks];
}

function readMore({ id }: ExplainedCause, { ui, checked }: Explaining): string {
  const page = `Read more: \`${called(ui, `guide ${id}`)}\`.`;
  return checked ? page : `${page} Check this machine: \`${called(ui, 'gpu-check')}\`.`;
}

const percent = (cause: ExplainedCause): string => `${Math.round(cause.confidence * 100)} %`;

function otherBlocks(others: readonly ExplainedCause[]): Block[] {
  if (others.length === 0) return [];
  return [
    {
      kind: 'details',
      summary: `Less likely: ${others.length}`,
      blocks: [
        {
          kind: 'table',
          columns: [{ title: 'Finding' }, { title: 'Sure' }, { title: 'What it would mean' }],
          rows: others.map((one) => [`\`${one.id}\``, percent(one), one.summary]),
        },
      ],
    },
  ];
}

function noiseBlocks(noise: Explanation['noise']): Block[] {
  if (noise.length === 0) return [];
  return [
    {
      kind: 'details',
      summary: `Lines that look bad and are harmless: ${noise.length}`,
      blocks: [
        {
          kind: 'table',
          columns: [{ title: 'What' }, { title: 'Lines' }],
          rows: noise.map((one) => [`\`${one.id}\``, one.lines.join(', ')]),
        },
      ],
    },
  ];
}

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
