import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Block } from './report.ts';

/**
 * What TensorFlow is in this notebook, beside what it is in a fresh process. Undefined outside a notebook; a sentence
 * where the notebook's Python could not be asked.
 */
export function notebookTable({
  notebook,
  notebookSkipped,
  live,
  liveSkipped,
  observations,
}: Snapshot): Block | undefined {
  if (notebook === undefined) {
    if (notebookSkipped === undefined) return undefined;
    const text = `This notebook's Python could not be asked (${notebookSkipped}). All this is about a fresh process.`;
    return { kind: 'paragraph', text };
  }
  const fresh = observations.environment?.ok ? observations.environment.data.variables : {};
  const names = ['CUDA_VISIBLE_DEVICES', 'LD_LIBRARY_PATH', 'TF_FORCE_GPU_ALLOW_GROWTH'];
  const variables = names.filter((name) => name in fresh || name in notebook.variables);
  const notStarted = live === undefined ? notStartedText(liveSkipped) : undefined;
  return {
    kind: 'details',
    summary: "This notebook's TensorFlow beside a fresh one",
    blocks: [
      {
        kind: 'table',
        columns: [{ title: '' }, { title: 'This notebook' }, { title: 'A fresh process' }],
        rows: [
          [
            'TensorFlow',
            notebook.tensorflowImported
              ? (notebook.tensorflowVersion ?? 'imported')
              : 'not imported yet',
            notStarted ?? live?.tensorflow ?? 'could not be imported',
          ],
          [
            'Devices',
            initialised(notebook.initialised),
            notStarted ?? list(live?.physicalGpus?.map((gpu) => gpu.name)),
          ],
          ['GPUs it may use', list(notebook.visibleGpus), notStarted ?? list(live?.logicalGpus)],
          ['Soft placement', onOff(notebook.softPlacement), 'on (its default)'],
          ...variables.map((name) => [
            `\`${name}\``,
            shown(notebook.variables[name]),
            shown(fresh[name]),
          ]),
        ],
      },
    ],
  };
}

function notStartedText(liveSkipped: string | undefined): string {
  return liveSkipped === 'no-hardware' ? 'not started: there is no NVIDIA GPU' : 'not started';
}

const initialised = (value: boolean | null): string =>
  value === null
    ? 'unknown'
    : value
      ? 'set up; what hides GPUs comes too late now'
      : 'not set up yet';

const onOff = (value: boolean | null): string =>
  value === null ? 'unknown' : value ? 'on' : 'off';

const shown = (value: string | undefined): string =>
  value === undefined ? 'not set' : value === '' ? '(empty)' : value;

function list(names: readonly string[] | null | undefined): string {
  if (names === null || names === undefined) return 'unknown';
  return names.length === 0 ? 'none' : names.join(', ');
}
