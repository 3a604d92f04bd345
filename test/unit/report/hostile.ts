import type { FindingId } from '../../../src/diagnose/rules/index.ts';
import type { Block, Report, Status } from '../../../src/report/report.ts';

/** Texts that want to be more than text. */
export const hostileTexts = {
  script: '<script>alert(1)</script>',
  handler: '"><img src=x onerror="alert(1)">',
  quote: `' onmouseover='alert(1)`,
  comment: '--><!-- ]]> </style></title></desc></svg></pre></details>',
  entity: '&lt;script&gt;&#60;',
  code: '`<b>`` ```\n```` </code>',
  markdown: '# h\n> q\n- [x](javascript:alert(1)) **b** _i_ ~~s~~ ![i](http://e.x/i.png) | a | $x$',
  mention: '@someone #12 GH-3 someone/project#4 @org/team',
  list: '1. one',
  rule: '---',
  ansi: '\u001b[31mred\u001b[2J\u001b]0;title\u0007\u009b31m\u001b]8;;http://e.x\u0007x',
  marks: 'a\u202eb\u2067c\u200f\u061c\u200b',
  nul: 'a\u0000b\u0007\b\u001b',
  surrogate: 'a\ud800',
  table: 'a | b\\| `c | d` \\',
  wide: '東京'.repeat(30),
  empty: '',
  blank: ' \n\t ',
  huge: 'x'.repeat(100_000),
  long: 'word '.repeat(8000),
} as const;

const statuses: readonly Status[] = ['ok', 'warn', 'fail', 'unknown', 'skipped', 'working', 'info'];

/** A report that has this text in every field that holds text, and every status. */
export function reportOf(text: string): Report {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no id of ours, on purpose
  const id = text as FindingId;
  const blocks: Block[] = [
    ...statuses.map(
      (status) => ({ kind: 'headline', status, text, next: text, commands: [text] }) as const,
    ),
    { kind: 'heading', level: 2, text },
    { kind: 'heading', level: 3, text },
    { kind: 'paragraph', text },
    { kind: 'paragraph', text: `before \`${text}\` after` },
    { kind: 'list', items: [text] },
    { kind: 'chain', links: [{ link: 'driver', status: 'ok', summary: text }] },
    {
      kind: 'findings',
      findings: [
        {
          id,
          link: 'cudnn',
          severity: 'warning',
          role: 'separate',
          page: text,
          summary: text,
          evidence: [{ fact: text, value: text, source: text }],
          remedies: [
            { id: text, kind: 'pip', summary: text, commands: [text, text], proof: 'refuted' },
          ],
          ruledOut: [{ id, because: text }],
        },
      ],
    },
    {
      kind: 'table',
      caption: text,
      columns: [{ title: text }, { title: text, align: 'right' }],
      rows: [[text, { text, status: 'fail' }], [text], []],
    },
    { kind: 'commands', lines: [text] },
    { kind: 'log', text },
    {
      kind: 'chart',
      title: text,
      mark: 'bar',
      x: { title: text, values: [text, 'b'] },
      y: { title: text },
      series: [
        { name: text, values: [1, null] },
        { name: 'other', values: [Number.NaN, Number.POSITIVE_INFINITY] },
      ],
    },
    { kind: 'details', summary: text, blocks: [{ kind: 'paragraph', text }] },
    { kind: 'progress', text, done: 2 },
    { kind: 'progress', text },
  ];
  return { blocks };
}

/** Controls and marks that no renderer may let through; line feeds and tabs may stay. */
export const forbidden =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Surrogate}]/u;
