import type { Diagnosis } from '../../diagnose/diagnose.ts';
import { downloadText, type Download } from '../../fix/download.ts';
import { isTriable, type ListedRemedy } from '../../fix/listed.ts';
import type { Application } from '../../fix/state.ts';
import { called, type Interface } from '../../interface.ts';
import type { Block, Report } from '../../report/report.ts';
import type { Tried } from './value.ts';

/** The numbered list, best first. */
export function listReport(
  ui: Interface,
  { rootCause, verdict }: Diagnosis,
  remedies: readonly ListedRemedy[],
  applied: Application | undefined,
): Report {
  const first =
    remedies.find((one) => one.proof === 'proven') ?? remedies.find((one) => isTriable(one));
  return {
    blocks: [
      remedies.length === 0
        ? {
            kind: 'headline',
            status: verdict === 'gpu-ready' ? 'ok' : 'info',
            text:
              verdict === 'gpu-ready'
                ? 'TensorFlow computes rightly on the GPU. There is nothing to mend.'
                : 'The check has no remedy to offer.',
            ...(verdict !== 'gpu-ready' && {
              next: `See \`${called(ui, 'gpu-check')}\` for what it found.`,
            }),
          }
        : {
            kind: 'headline',
            status: 'info',
            text: headlineOf(rootCause, remedies),
            ...(first !== undefined && { next: nextOf(ui, first) }),
          },
      ...remedies.flatMap((one) => remedyBlocks(one)),
      ...(applied === undefined
        ? []
        : [
            {
              kind: 'paragraph',
              text: `Applied last: \`${applied.id}\`. \`${called(ui, 'gpu-fix --undo')}\` takes it back.`,
            } as const,
          ]),
    ],
  };
}

function headlineOf(rootCause: string | null, remedies: readonly ListedRemedy[]): string {
  const count = remedies.length === 1 ? 'One remedy' : `${remedies.length} remedies`;
  const others = remedies.some((one) => one.finding !== rootCause);
  if (rootCause === null) return `${count} for what the check found.`;
  return `${count} for \`${rootCause}\`${others ? ' and what else was found' : ''}.`;
}

function nextOf(ui: Interface, remedy: ListedRemedy): string {
  const word = remedy.proof === 'proven' ? 'apply' : 'try';
  return `\`${called(ui, `gpu-fix --${word} ${remedy.number}`)}\``;
}

const proofWords = {
  proven: 'proven',
  refuted: 'tried, does not help',
  untried: 'not tried yet',
  untriable: 'cannot be tried from here',
} as const;

function remedyBlocks(one: ListedRemedy): Block[] {
  const when =
    one.provenAt === null ? '' : ` at ${one.provenAt.slice(0, 16).replace('T', ' ')} UTC`;
  return [
    {
      kind: 'paragraph',
      text: `${one.number}. ${one.summary} (\`${one.id}\`, for \`${one.finding}\`; ${proofWords[one.proof]}${when})`,
    },
    ...(one.commands.length === 0 ? [] : [{ kind: 'commands', lines: one.commands } as const]),
  ];
}

const outcomeStatus = { proven: 'ok', refuted: 'fail', untriable: 'unknown' } as const;

/** A trial: what came of it, before against after. */
export function triedReport(ui: Interface, remedy: ListedRemedy, tried: Tried): Report {
  const headline = {
    proven: `Proven: \`${remedy.id}\` helps.`,
    refuted: `Refuted: \`${remedy.id}\` does not help.`,
    untriable: `\`${remedy.id}\` could not be tried.`,
  }[tried.outcome];
  return {
    blocks: [
      {
        kind: 'headline',
        status: outcomeStatus[tried.outcome],
        text: `${headline} ${tried.because}`,
        ...(tried.outcome === 'proven' && {
          next: `\`${called(ui, `gpu-fix --apply ${remedy.id}`)}\``,
        }),
      },
      {
        kind: 'table',
        columns: [{ title: '' }, { title: 'Verdict' }, { title: 'Root cause' }],
        rows: [
          ['Before', tried.before.verdict, tried.before.rootCause ?? '(none)'],
          ...(tried.after === null
            ? []
            : [['After', tried.after.verdict, tried.after.rootCause ?? '(none)']]),
        ],
      },
      ...(remedy.environment === undefined
        ? []
        : [{ kind: 'list', items: changeLines(remedy.environment) } as const]),
      ...(tried.outcome === 'untriable' && remedy.commands.length > 0
        ? [{ kind: 'commands', lines: remedy.commands } as const]
        : []),
    ],
  };
}

/** What `--apply` would touch and do. */
export function wouldReport(
  ui: Interface,
  remedy: ListedRemedy,
  touched: readonly string[],
  items: readonly string[],
): Report {
  return {
    blocks: [
      {
        kind: 'headline',
        status: 'warn',
        text: `Nothing was changed yet. \`${remedy.id}\` would be applied in ${touched.join(' and ')}.`,
        next: `To do it: \`${called(ui, `gpu-fix --apply ${remedy.id} --yes`)}\``,
      },
      { kind: 'list', items },
    ],
  };
}

/** What a trial would fetch, to be agreed to. */
export function askedReport(ui: Interface, remedy: ListedRemedy, download: Download): Report {
  return {
    blocks: [
      {
        kind: 'headline',
        status: 'warn',
        text: `Nothing was tried yet. A trial of \`${remedy.id}\` installs packages in an environment to be thrown away; your own is only read.`,
        next: `To agree: \`${called(ui, `gpu-fix --try ${remedy.id} --yes`)}\``,
      },
      { kind: 'paragraph', text: `It would install ${downloadText(download)}.` },
    ],
  };
}

/** Each change of a variable in words. */
export const changeLines = (changes: Readonly<Record<string, string | null>>): string[] =>
  Object.entries(changes).map(([name, value]) =>
    value === null ? `${name} is taken away.` : `${name} becomes \`${value}\`.`,
  );
