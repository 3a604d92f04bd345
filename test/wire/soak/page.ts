import type { FuzzFigures } from './fuzz.ts';
import type { KillFigures } from './kills.ts';
import type { MixedFigures, restart } from './mixed.ts';

/** What a whole run measured, of our kernel and of plain ipykernel. */
export interface Figures {
  readonly versions: string;
  readonly pythonKills: KillFigures;
  readonly kernelKills: KillFigures;
  readonly fuzz: readonly [ours: FuzzFigures, theirs: FuzzFigures];
  readonly mixed: readonly [ours: MixedFigures, theirs: MixedFigures];
  readonly restarts: readonly [
    ours: Awaited<ReturnType<typeof restart>>,
    theirs: Awaited<ReturnType<typeof restart>>,
  ];
}

/** How much the kernel's memory may grow after the first 1000 cells. */
export const memoryGoalMiB = 10;

/** `docs/reliability.md`. */
export function reliabilityPage(figures: Figures): string {
  const { pythonKills, kernelKills, fuzz, mixed, restarts } = figures;
  const [afterFirst, atEnd] = mixed[0].memoryMiB;
  const grown = atEnd - afterFirst;
  return `# Reliability

Written by \`npm run soak\`, which takes about half an hour on two cores. ipykernel is measured in the same run, by the same client, on the same machine; where it has no figure, it cannot do that: when its Python ends, the kernel has ended. ${figures.versions}

| what | this kernel | ipykernel |
| --- | --- | --- |
${[
  row('kills of Python, at 12 moments with 4 signals', `${pythonKills.kills}`, ''),
  row(
    'cells without the right error, or next cells that did not run',
    faults(pythonKills.faults),
    '',
  ),
  row('kills of the kernel, at 12 moments and during its start', `${kernelKills.kills}`, ''),
  row('processes, files or folders left by them', faults(kernelKills.faults), ''),
  row(
    'mutated frames in one run (rightly signed)',
    ...each(fuzz, ({ frames, signed }) => `${frames} (${signed})`),
  ),
  row('cells between them that did not run', ...each(fuzz, (one) => faults(one.faults))),
  row('memory of the kernel, before → after', ...each(fuzz, ({ memoryMiB }) => memory(memoryMiB))),
  row('mixed cells in one run', ...each(mixed, ({ cells }) => `${cells}`)),
  row('wrong output, number, order, reply or idle', ...each(mixed, (one) => faults(one.faults))),
  row(
    'memory of the kernel, after the first 1000 cells → at the end',
    ...each(mixed, ({ memoryMiB }) => memory(memoryMiB)),
  ),
  row(
    'open files, after the first 1000 cells → at the end',
    ...each(mixed, ({ openFiles: [early, end] }) => `${early} → ${end}`),
  ),
  row('time for all of them', ...each(mixed, ({ seconds }) => `${seconds.toFixed(0)} s`)),
  row('restarts', ...each(restarts, ({ times }) => `${times}`)),
  row('wrong first cells, or files left', ...each(restarts, (one) => faults(one.faults))),
  row(
    'from start to the first cell, median',
    ...each(restarts, ({ medianMs }) => `${(medianMs / 1000).toFixed(2)} s`),
  ),
].join('\n')}

Between the first 1000 cells and the last one the memory of this kernel shall grow by less than ${memoryGoalMiB} MiB. It grew by ${grown.toFixed(0)} MiB, so that goal ${grown < memoryGoalMiB ? 'is' : 'is not'} reached.

The memory of this kernel is that of its own process; the Python process behind it holds the variables and the history of the cells, and so does ipykernel's only process.
`;
}

function each<T>([ours, theirs]: readonly [T, T], text: (one: T) => string): [string, string] {
  return [text(ours), text(theirs)];
}

function row(what: string, ours: string, theirs: string): string {
  return `| ${what} | ${ours} | ${theirs} |`;
}

function faults(list: readonly string[]): string {
  return list.length === 0 ? 'none' : `${list.length}`;
}

function memory([early, end]: readonly [number, number]): string {
  return `${early.toFixed(0)} → ${end.toFixed(0)} MiB`;
}
