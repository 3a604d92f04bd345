import type { ExplainedNoise, Explanation } from '../../explain/explain.ts';
import { remedyBlocks } from '../../guide/what-to-do.ts';
import { called, type Interface } from '../../interface.ts';
import type { Block, Report, Status } from '../../report/report.ts';
import type { CheckedHere, DecidedFact } from './check-here.ts';
import type { SortedCause } from './consequences.ts';

/** An explanation whose causes know which of them are consequences. */
export interface SortedExplanation extends Explanation {
  readonly causes: readonly SortedCause[];
}

/** What an answer needs besides the explanation. */
export interface Explaining {
  readonly ui: Interface;
  /** The page of a finding. */
  readonly pageOf: (id: string) => string | undefined;
  /** What a check of this machine says of the causes. */
  readonly checked?: CheckedHere | undefined;
}

/**
 * What a text says, for people: the likeliest cause with its lines, what would decide, consequences, other
 * possibilities and noise, and last what to do.
 */
export function explanationReport(explanation: SortedExplanation, explaining: Explaining): Report {
  const { causes, noise, deciding } = explanation;
  const { checked } = explaining;
  const [first] = causes;
  if (first === undefined) return { blocks: [nothingKnown(explaining.ui), ...noiseBlocks(noise)] };
  const remedy = remedyOf(first, explanation, explaining);
  return {
    blocks: [
      {
        kind: 'headline',
        status: statusOf[first.id] ?? 'fail',
        text: first.summary,
        ...(remedy.length > 0 && { next: 'What to do stands at the end of this answer.' }),
      },
      ...lastRunBlocks(explanation),
      ...(checked ? [{ kind: 'paragraph', text: checked.sentence } as const] : []),
      ...causeBlocks(first, explanation),
      ...decidingBlocks(checked?.deciding ?? deciding, explaining.ui),
      ...otherBlocks(causes.slice(1)),
      ...noiseBlocks(noise),
      ...remedy,
      { kind: 'paragraph', text: readMore(first, explaining) },
    ],
  };
}

/** Which run of several the answer is about, and what the others showed. */
function lastRunBlocks({ lastRun }: Explanation): Block[] {
  if (lastRun === undefined) return [];
  const { runs, line, earlier } = lastRun;
  const names = earlier.slice(0, 3).map((id) => `\`${id}\``);
  const text = `This text holds ${runs} runs of TensorFlow that differ. The answer is about the last one, from line ${line} on. Before it, the text shows ${names.join(', ')}.`;
  return [{ kind: 'paragraph', text }];
}

/** The answers that name no fault. */
const statusOf: Readonly<Record<string, Status>> = {
  'harmless-only': 'ok',
  'nothing-wrong-below-tensorflow': 'ok',
  'nvcc-toolkit-confusion': 'info',
  'no-gpu-listed': 'unknown',
};

function nothingKnown(ui: Interface): Block {
  return {
    kind: 'headline',
    status: 'unknown',
    text: 'Nothing in this text is known here.',
    next: `Paste the whole output, from the first line that TensorFlow prints. Or check the machine itself: \`${called(ui, 'gpu-check')}\`.`,
  };
}

/** What the check of this machine found fits it exactly; the page has what fits other machines, too. */
function remedyOf({ id }: SortedCause, { context }: Explanation, explaining: Explaining): Block[] {
  if (id === 'harmless-only') return [];
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

function readMore({ id }: SortedCause, { ui, checked }: Explaining): string {
  const page = `Read more: \`${called(ui, `guide ${id}`)}\`.`;
  return checked ? page : `${page} Check this machine: \`${called(ui, 'gpu-check')}\`.`;
}

const percent = (cause: SortedCause): string => `${Math.round(cause.confidence * 100)} %`;

/** So many lines of the text are shown. */
const shownLines = 8;

function causeBlocks(cause: SortedCause, { marked }: Explanation): Block[] {
  const wanted = new Set(cause.lines);
  const shown = marked.filter(({ line }) => wanted.has(line)).slice(0, shownLines);
  if (shown.length === 0) return [];
  const more = cause.lines.length - shown.length;
  const text = shown.map(({ line, text: words }) => `${String(line).padStart(5)}  ${words}`);
  return [
    { kind: 'paragraph', text: `\`${cause.id}\`, ${percent(cause)} sure, because of:` },
    {
      kind: 'log',
      text: [...text, ...(more > 0 ? [`       and ${more} more lines`] : [])].join('\n'),
    },
  ];
}

function decidingBlocks(deciding: readonly DecidedFact[], ui: Interface): Block[] {
  return deciding.flatMap(({ between, fact, command, here }): Block[] => {
    const names = between.map((id) => `\`${id}\``).join(', ');
    const text = `The text alone does not tell these apart: ${names}. What decides it: ${fact}.`;
    return [
      { kind: 'paragraph', text: here === undefined ? text : `${text} On this machine: ${here}` },
      ...(here === undefined
        ? [{ kind: 'commands', lines: [ui === 'notebook' ? inCell(command) : command] } as const]
        : []),
    ];
  });
}

/** A shell's line for a notebook: Python runs in the cell itself, anything else behind an exclamation mark. */
const inCell = (command: string): string =>
  /^python3? -c "(?<code>.*)"$/u.exec(command)?.groups?.['code'] ?? `!${command}`;

function otherBlocks(others: readonly SortedCause[]): Block[] {
  const following = others.filter(({ consequenceOf }) => consequenceOf !== undefined);
  const possible = others.filter(({ consequenceOf }) => consequenceOf === undefined);
  return [
    ...causeTable('Consequences of a cause above', following),
    ...causeTable('Less likely', possible),
  ];
}

function causeTable(title: string, causes: readonly SortedCause[]): Block[] {
  if (causes.length === 0) return [];
  return [
    {
      kind: 'details',
      summary: `${title}: ${causes.length}`,
      blocks: [
        {
          kind: 'table',
          columns: [
            { title: 'Finding' },
            { title: 'Sure' },
            { title: 'Lines' },
            { title: 'What it would mean' },
          ],
          rows: causes.map((one) => [
            `\`${one.id}\``,
            percent(one),
            lineList(one.lines),
            one.summary,
          ]),
        },
      ],
    },
  ];
}

const lineList = (lines: readonly number[]): string =>
  `${lines.slice(0, 10).join(', ')}${lines.length > 10 ? ', …' : ''}`;

function noiseBlocks(noise: readonly ExplainedNoise[]): Block[] {
  if (noise.length === 0) return [];
  return [
    {
      kind: 'details',
      summary: `Lines that look bad and are harmless: ${noise.length}`,
      blocks: [
        {
          kind: 'table',
          columns: [{ title: 'What' }, { title: 'Lines' }, { title: 'Why it is harmless' }],
          rows: noise.map(({ id, lines, why }) => [`\`${id}\``, lineList(lines), why]),
        },
      ],
    },
  ];
}
