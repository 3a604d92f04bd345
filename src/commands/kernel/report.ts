import type { Outcome } from '../../command-model/command.ts';
import type { InstalledKernel } from '../../jupyter/installed-kernel.ts';
import type { Block, Cell } from '../../report/report.ts';

/** What a state of an installed kernel means. */
export const stateWords: Readonly<Record<InstalledKernel['state'], string>> = {
  ready: 'ready',
  'other-clone': 'ready, but runs from another copy of tf-gpu-doctor',
  moved: 'the folder it was installed from was moved or removed',
  'not-built': 'the folder it was installed from is not built: run `npm start` there',
  'node-gone': 'the program that starts it is gone',
  pip: 'ready in the Jupyter of this environment',
  'python-gone': 'the Python that it diagnoses is gone',
  foreign: 'was not made by tf-gpu-doctor',
  absent: 'not there',
};

/** Kernels for people and for programs. */
export function kernelsOutcome(
  kernels: readonly InstalledKernel[],
  headline: Block,
  exitCode: 0 | 1 = 0,
): Outcome {
  const table = {
    kind: 'table' as const,
    columns: [
      { title: 'Installed in' },
      { title: 'State' },
      { title: 'Runs from' },
      { title: 'Diagnoses' },
    ],
    rows: kernels.map((found) => [
      found.folder,
      stateCell(found),
      found.clone ?? (found.state === 'pip' ? 'the package that pip installed' : 'unknown'),
      found.python ?? 'the Python in use',
    ]),
  };
  return {
    report: { blocks: kernels.length === 0 ? [headline] : [headline, table] },
    value: {
      schema: 'tf-gpu-doctor/kernels',
      version: 1,
      kernels: kernels.map(({ folder, state, clone, node, python }) => ({
        folder,
        state,
        clone: clone ?? null,
        node: node ?? null,
        python: python ?? null,
      })),
    },
    exitCode,
  };
}

function stateCell({ state }: InstalledKernel): Cell {
  return { text: stateWords[state], status: canStart(state) ? 'ok' : 'fail' };
}

/** Whether Jupyter can start a kernel that is in this state. */
export function canStart(state: InstalledKernel['state']): boolean {
  return state === 'ready' || state === 'other-clone' || state === 'pip';
}
