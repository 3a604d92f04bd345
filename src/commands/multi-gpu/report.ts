import { called } from '../../interface.ts';
import {
  equalGradients,
  type MultiGpuOutput,
} from '../../performance/multi-gpu/multi-gpu-output.ts';
import type { Target } from '../../python/choose-python.ts';
import { examinedPython } from '../../report/examined-python.ts';
import { duration, figure } from '../../report/figures.ts';
import type { Block, Report, Table } from '../../report/report.ts';
import type { MultiGpuOptions } from './options.ts';
import { efficiency, stepMs, type Training } from './value.ts';

const stages: Readonly<Record<string, string>> = {
  connecting: 'Connecting the workers',
  one: 'Training on one device',
  all: 'Training on all devices together',
  'same-batch': 'Training on all devices with the batch of one',
};

/** What is known while it trains. */
export function trainingProgress(output: MultiGpuOutput, workers: number | null): Report {
  const starting =
    workers === null ? 'Starting TensorFlow' : `Starting TensorFlow ${workers} times`;
  const names = Object.keys(stages);
  const place = names.indexOf(output.stage);
  return {
    blocks: [
      {
        kind: 'progress',
        text: stages[output.stage] ?? starting,
        ...(place >= 0 && { done: place / names.length }),
      },
    ],
  };
}

/** The finished training for people. */
export function trainingReport(
  training: Training,
  options: MultiGpuOptions,
  target: Target,
): Report {
  const { output, problems, topology } = training;
  const blocks: Block[] = [headlineOf(training, options)];
  if (problems.length > 0) {
    blocks.push({ kind: 'list', items: problems.map(({ summary }) => summary) });
  }
  if (output.kind === 'simulated') {
    blocks.push({
      kind: 'paragraph',
      text: 'The GPUs here are simulated by the practice lab. Their results count; their speed does not.',
    });
  }
  const table = timesTable(training);
  if (table !== undefined) blocks.push(table);
  if (topology !== undefined) {
    blocks.push({
      kind: 'details',
      summary: 'How the GPUs are connected (`nvidia-smi topo -m`)',
      blocks: [{ kind: 'log', text: topology }],
    });
  }
  blocks.push({ kind: 'details', summary: 'What was trained', blocks: [notesOf(training)] });
  blocks.push({
    kind: 'paragraph',
    text: `TensorFlow ${output.tensorflow ?? '(unknown version)'}. ${examinedPython(target)}`,
  });
  return { blocks };
}

type Headline = Extract<Block, { kind: 'headline' }>;

function headlineOf(training: Training, { devices }: MultiGpuOptions): Headline {
  const { output, problems, trouble, ui } = training;
  const check = `Run \`${called(ui, 'gpu-check')}\` to find out why.`;
  const missing = (devices ?? []).filter(
    (one) => !output.gpus.some(({ device }) => device === one),
  );
  if (missing.length > 0) {
    const listed = output.gpus.length === 0 ? 'no GPU' : `${output.gpus.length} GPU(s)`;
    const text = `${missing.join(', ')} was asked for, but TensorFlow lists ${listed} here.`;
    return { kind: 'headline', status: 'fail', text, next: check };
  }
  if (problems.length > 0) {
    const text =
      equalGradients(output) === true
        ? 'The devices train together rightly, but something else is wrong.'
        : 'The devices do not train together rightly.';
    return { kind: 'headline', status: 'fail', text, next: 'The list below says what to do.' };
  }
  if (trouble !== undefined) {
    const where = output.stage === 'all' ? ' while all devices trained together' : '';
    return {
      kind: 'headline',
      status: 'fail',
      text: `${trouble.replace(/\.$/u, '')}${where}.`,
      next: check,
    };
  }
  return goodNews(training, check);
}

function goodNews({ output, workers }: Training, check: string): Headline {
  const count = output.replicas.length;
  if (workers !== null) {
    return {
      kind: 'headline',
      status: 'ok',
      text: `${count} workers on this computer trained together. Their gradients equal those of one device.`,
    };
  }
  if (output.kind === 'cpu') {
    return {
      kind: 'headline',
      status: 'info',
      text: `TensorFlow lists no GPU here, so ${count} parts of the processor stood in for ${count} GPUs. Their gradients equal those of one device.`,
      next: `The times say nothing about GPUs: the parts share the same cores. ${check}`,
    };
  }
  if (count === 1) {
    return {
      kind: 'headline',
      status: 'info',
      text: `There is one GPU (${output.gpus[0]?.model ?? output.replicas[0]?.device ?? ''}), so there is nothing to share out.`,
      next: 'With one GPU, MirroredStrategy changes nothing; leave it out.',
    };
  }
  const share = efficiency(output);
  if (share === null || output.kind === 'simulated') {
    const text = `${count} GPUs trained together. Their gradients equal those of one.`;
    return { kind: 'headline', status: 'ok', text };
  }
  const speed = figure(count * share);
  return count * share < 1
    ? {
        kind: 'headline',
        status: 'warn',
        text: `${count} GPUs together are slower than one: ${speed} times its speed. The exchange of gradients takes longer than the computing.`,
        next: 'Give each GPU a larger batch, or train on one.',
      }
    : {
        kind: 'headline',
        status: 'ok',
        text: `${count} GPUs together are ${speed} times as fast as one. Their gradients equal those of one.`,
      };
}

/** One row for each way to train: times, and examples a second. */
function timesTable({ output }: Training): Table | undefined {
  const { one, all, sameBatch } = stepMs(output);
  const { batch } = output;
  const count = output.replicas.length;
  const share = Math.max(1, Math.floor(batch / Math.max(1, count)));
  const rows = [
    { name: 'one device', each: batch, global: batch, ms: one },
    { name: `${count} devices, each with that batch`, each: batch, global: batch * count, ms: all },
    {
      name: `${count} devices share that batch`,
      each: share,
      global: share * count,
      ms: sameBatch,
    },
  ].filter((row) => row.ms !== null);
  if (rows.length === 0) return undefined;
  return {
    kind: 'table',
    columns: [
      { title: 'Trained on' },
      { title: 'Batch of each', align: 'right' },
      { title: 'Batch in all', align: 'right' },
      { title: 'Step', align: 'right' },
      { title: 'Examples a second', align: 'right' },
    ],
    rows: rows.map(({ name, each, global, ms }) => [
      name,
      String(each),
      String(global),
      duration(ms ?? 0),
      figure((1000 * global) / (ms ?? 1)),
    ]),
  };
}

const bytesPerMiB = 2 ** 20;

function notesOf({ output, workers }: Training): Block {
  const gradients = (2 * output.width ** 2 * 4) / bytesPerMiB;
  const { one, all } = stepMs(output);
  const items = [
    `Two dense layers of ${output.width} × ${output.width} weights in float32: ${figure(gradients)} MiB of gradients are exchanged in each step. Times are medians of forward pass, backward pass and exchange, without an optimizer. Your own model can scale better or worse.`,
    'The batch size that you give to `fit` or `Dataset.batch` is the one of all devices together. To give each of two GPUs as much as one had, double it.',
  ];
  if (one !== null && all !== null && all > one && output.kind === 'gpu' && workers === null) {
    items.push(`Each step waits about ${duration(all - one)} for the exchange.`);
  }
  return { kind: 'list', items };
}
