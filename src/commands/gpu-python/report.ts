import { called, type Interface } from '../../interface.ts';
import { shellHere } from '../../process/shell-here.ts';
import { quoted } from '../../shell.ts';
import type { Report } from '../../report/report.ts';
import type { Observed } from '../../snapshot/observations/index.ts';

/** One Python of a machine. */
export type FoundPython = Observed<'pythons'>['pythons'][number];

/** The Python that is diagnosed. */
export interface ListedTarget {
  readonly python: string;
  readonly chosenBecause: string;
  readonly practice: boolean;
}

/**
 * Which Python is diagnosed, and all that were found.
 * @param ui absent for a recorded machine, on which nothing can be switched
 */
export function pythonsReport(
  pythons: readonly FoundPython[],
  target: ListedTarget,
  ui: Interface | undefined,
): Report {
  const other = pythons.find((one) => one.tensorflow !== null && one.path !== target.python);
  const path = other && quoted(other.path, ui === 'notebook' ? 'posix' : shellHere);
  return {
    blocks: [
      {
        kind: 'headline',
        status: 'info',
        text: `This Python is diagnosed: ${target.python} (chosen by ${target.chosenBecause}).`,
        ...(ui !== undefined &&
          path !== undefined && {
            next: `To diagnose another one: \`${called(ui, `gpu-python use ${path}`)}\``,
          }),
      },
      {
        kind: 'table',
        columns: [
          { title: 'Python' },
          { title: 'Version' },
          { title: 'TensorFlow' },
          { title: 'ipykernel' },
          { title: 'Found as' },
        ],
        rows: pythons.map((one) => [
          one.path === target.python
            ? { text: `\`${one.path}\` (diagnosed)`, status: 'info' }
            : `\`${one.path}\``,
          one.version ?? 'unknown',
          one.tensorflow ?? 'none',
          one.ipykernel ?? 'none',
          one.origin,
        ]),
      },
      {
        kind: 'paragraph',
        text: 'A Python without ipykernel can be checked all the same; only a notebook needs it.',
      },
    ],
  };
}
