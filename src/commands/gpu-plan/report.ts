import type { Judgement } from '../../plan/manifest/judge.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Choice, Step } from '../../plan/recipe.ts';
import type { Wish } from '../../plan/wish.ts';
import { called, type Interface } from '../../interface.ts';
import type { Block, Report } from '../../report/report.ts';

/** The plan for people: the choice with its steps and reasons, then what else would do and what would not. */
export function planReport({ for: wish, choice, alternatives, impossible }: Plan): Report {
  return {
    blocks: [
      ...(choice === null ? [nothing(wish, alternatives)] : chosen(wish, choice)),
      ...(alternatives.length === 0 ? [] : otherWays(choice, alternatives)),
      ...(impossible.length === 0
        ? []
        : [
            {
              kind: 'table',
              caption: 'What cannot be had',
              columns: [{ title: 'TensorFlow' }, { title: 'Why' }],
              rows: impossible.map((one) => [one.tensorflow, one.because]),
            } as const,
          ]),
    ],
  };
}

const nothing = (wish: Wish, alternatives: readonly Choice[]): Block => ({
  kind: 'headline',
  status: 'fail',
  text: `No TensorFlow fits ${machineText(wish)} as asked.`,
  ...(alternatives.length > 0 && { next: 'What would do instead stands below.' }),
});

function chosen(wish: Wish, choice: Choice): Block[] {
  const onProcessor = wish.gpu.kind === 'none' ? ' It will work on the processor.' : '';
  return [
    {
      kind: 'headline',
      status: 'ok',
      text: `Install TensorFlow ${choice.tensorflow} with Python ${choice.python}, for ${machineText(wish)}.${onProcessor}`,
    },
    { kind: 'list', items: choice.because },
    ...stepBlocks(choice.steps),
  ];
}

/** Numbered steps; where a step can be checked, how. */
function stepBlocks(steps: readonly Step[]): Block[] {
  return steps.flatMap(({ summary, commands, check }, at): Block[] => [
    { kind: 'paragraph', text: `Step ${at + 1}. ${summary}` },
    ...(commands.length === 0 ? [] : [{ kind: 'commands', lines: commands } as const]),
    ...(check === null
      ? []
      : [
          { kind: 'paragraph', text: `To check, this shows ${check.expect}:` } as const,
          { kind: 'commands', lines: [check.command] } as const,
        ]),
  ]);
}

/** Ways by another package manager are a word away; those with another TensorFlow are shown. */
function otherWays(choice: Choice | null, alternatives: readonly Choice[]): Block[] {
  const other = alternatives.filter((one) => one.tensorflow !== choice?.tensorflow);
  return [
    {
      kind: 'table',
      caption: 'What would do as well',
      columns: [{ title: 'TensorFlow' }, { title: 'Python' }, { title: 'By' }, { title: 'Why' }],
      rows: alternatives.map((one) => [
        one.tensorflow,
        one.python,
        one.manager,
        one.because[0] ?? '',
      ]),
    },
    ...(other.length === alternatives.length
      ? []
      : [
          {
            kind: 'paragraph',
            text: 'The steps of another package manager: add `--manager NAME`.',
          } as const,
        ]),
    ...other.map((one): Block => ({
      kind: 'details',
      summary: `TensorFlow ${one.tensorflow} by ${one.manager}, step by step`,
      blocks: [{ kind: 'list', items: one.because }, ...stepBlocks(one.steps)],
    })),
  ];
}

const systemNames = { linux: 'Linux', wsl2: 'WSL2', windows: 'Windows', macos: 'macOS' } as const;

/** `a GeForce RTX 4090 with driver 535.183 on Linux`. */
function machineText({ gpu, driver, system, machine }: Wish): string {
  const where = `${systemNames[system]}${machine === 'arm64' && system !== 'macos' ? ' on ARM' : ''}`;
  const withDriver = driver === null ? '' : ` with driver ${driver}`;
  switch (gpu.kind) {
    case 'none':
      return `a computer without a GPU, on ${where}`;
    case 'any':
      return `an NVIDIA GPU${withDriver} on ${where}`;
    case 'apple':
      return `an Apple GPU on ${where}`;
    case 'nvidia':
    case 'other':
      return `${gpu.name ?? 'the GPU'}${withDriver} on ${where}`;
  }
}

/** What a file says, line by line. */
export function fileReport(ui: Interface, file: string, { problems, notes }: Judgement): Report {
  const count = problems.length === 1 ? 'One thing' : `${problems.length} things`;
  const rows = [
    ...problems.map((one) => ({ ...one, status: 'fail' as const })),
    ...notes.map((one) => ({ ...one, status: 'info' as const })),
  ].toSorted((a, b) => a.line - b.line);
  return {
    blocks: [
      problems.length === 0
        ? {
            kind: 'headline',
            status: 'ok',
            text: `Nothing in \`${file}\` keeps TensorFlow from the GPU, as far as the file tells.`,
          }
        : {
            kind: 'headline',
            status: 'fail',
            text: `${count} in \`${file}\` will keep TensorFlow from the GPU.`,
            next: `\`${called(ui, `guide ${problems[0]?.id ?? 'ID'}`)}\``,
          },
      ...(rows.length === 0
        ? []
        : [
            {
              kind: 'table',
              columns: [{ title: 'Line', align: 'right' }, { title: 'What' }, { title: 'Id' }],
              rows: rows.map((one) => [
                String(one.line),
                { text: one.summary, status: one.status },
                `\`${one.id}\``,
              ]),
            } as const,
          ]),
    ],
  };
}
