import type { CellResult } from '../../jupyter/run-notebook.ts';
import type { SavedNotebook } from '../../jupyter/saved-notebook.ts';
import type { Block, Status, Table } from '../../report/report.ts';
import type { ExitCode, Outcome } from '../../command-model/command.ts';
import type { UsedServer } from './server.ts';

export interface FinishedRun {
  /** Absolute path of the notebook. */
  readonly file: string;
  readonly saved: SavedNotebook;
  readonly used: Pick<UsedServer, 'url' | 'python'>;
  readonly kernel: string;
  readonly results: readonly CellResult[];
  /** Whether the server confirmed the end of session and kernel. */
  readonly ended: boolean;
}

type How = CellResult['end']['how'];

/** Says how a run ended, for people and for programs. */
export function outcomeOf(run: FinishedRun): Outcome {
  const last = run.results.find(({ end, allowed }) => end.how !== 'ok' && !allowed);
  const how = last?.end.how ?? 'ok';
  return {
    report: { blocks: blocksOf(run, last) },
    value: {
      schema: 'tf-gpu-doctor/notebook-run',
      version: 1,
      notebook: run.file,
      // Before the first cell has ended there is nothing to save.
      savedIn: run.results.length === 0 ? null : run.saved.file(),
      server: run.used.url ?? null,
      kernel: run.kernel,
      end: how,
      kernelEnded: run.ended,
      cells: run.results.map(({ cell, id, end, allowed, ms }) => ({
        cell,
        id,
        end: end.how,
        allowed,
        error: end.how === 'error' ? { name: end.name, message: end.message } : null,
        seconds: Math.round(ms) / 1000,
      })),
    },
    exitCode: exitCodes[how],
  };
}

const longestMessage = 200;

const exitCodes: Readonly<Record<How, ExitCode>> = {
  ok: 0,
  error: 1,
  timeout: 1,
  died: 1,
  lost: 3,
  forgotten: 3,
  untold: 3,
  interrupted: 3,
  'not-run': 3,
};

function blocksOf(run: FinishedRun, last: CellResult | undefined): Block[] {
  const { results, saved, ended } = run;
  const where =
    run.used.url ??
    `a Jupyter server that was started in \`${run.used.python ?? 'this environment'}\``;
  const blocks: Block[] = [headline(run, last)];
  if (results.length > 0) {
    const other = saved.diverted()
      ? ' The notebook itself was changed meanwhile, so it was left alone.'
      : '';
    blocks.push({ kind: 'paragraph', text: `The outputs are in \`${saved.file()}\`.${other}` });
  }
  blocks.push({ kind: 'paragraph', text: `It ran with the kernel \`${run.kernel}\` on ${where}.` });
  const allowed = results.filter((result) => result.allowed);
  if (allowed.length > 0) blocks.push(tableOf(allowed));
  if (!ended) {
    blocks.push({
      kind: 'paragraph',
      text: 'The server did not confirm that the kernel stopped. If the kernel still runs, stop it there: JupyterLab lists it under "Running".',
    });
  }
  return blocks;
}

function headline({ results }: FinishedRun, last: CellResult | undefined): Block {
  const left = results.filter(({ end }) => end.how === 'not-run').length;
  const rest = left === 0 ? '' : ` ${count(left)} after it ${left === 1 ? 'was' : 'were'} not run.`;
  if (last === undefined) {
    const allowed = results.filter((result) => result.allowed).length;
    const but = allowed === 0 ? '' : `, ${String(allowed)} with an error that was allowed`;
    return { kind: 'headline', status: 'ok', text: `${count(results.length)} ran${but}.` };
  }
  const what = sentence(last);
  return { kind: 'headline', status: statusOf(last.end.how), text: `${what}${rest}` };
}

function sentence({ cell, end, ms }: CellResult): string {
  const number = `Cell ${String(cell)}`;
  switch (end.how) {
    case 'error':
      return `${number} failed: ${short([end.name, end.message].filter(Boolean).join(': '))}`;
    case 'timeout':
      return `${number} was not done after ${String(Math.round(ms / 1000))} s and was stopped.`;
    case 'died':
      return `The kernel died in cell ${String(cell)}.`;
    case 'lost':
      return `The connection to the Jupyter server was lost in cell ${String(cell)} and did not come back.`;
    case 'forgotten':
      return `The connection was lost in cell ${String(cell)}; when it came back, the server did not know the kernel any more.`;
    case 'untold':
      return `${number} ended while the connection was lost. Whether it failed is unknown, and some of its output may be missing.`;
    case 'interrupted':
      return `Interrupted in cell ${String(cell)}.`;
    case 'not-run':
      return `${number} was not run.`;
    case 'ok':
      return `${number} ran.`;
  }
}

/** Messages of TensorFlow have hundreds of lines; the notebook and the JSON have them whole. */
function short(message: string): string {
  const [first = ''] = message.split('\n');
  if (first.length > longestMessage) return `${first.slice(0, longestMessage)}…`;
  return /[.!?:]$/u.test(first) ? first : `${first}.`;
}

function statusOf(how: How): Status {
  if (how === 'interrupted') return 'skipped';
  return exitCodes[how] === 1 ? 'fail' : 'unknown';
}

function tableOf(results: readonly CellResult[]): Table {
  return {
    kind: 'table',
    caption: 'Errors that were allowed',
    columns: [{ title: 'Cell', align: 'right' }, { title: 'How it ended' }],
    rows: results.map((result) => [
      String(result.cell),
      { text: sentence(result), status: 'info' },
    ]),
  };
}

const count = (cells: number): string => `${String(cells)} ${cells === 1 ? 'cell' : 'cells'}`;
