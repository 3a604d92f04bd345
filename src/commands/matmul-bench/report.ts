import type { Judged } from '../../performance/judge.ts';
import type { MatmulTold } from '../../performance/matmul-lines.ts';
import type { Target } from '../../python/choose-python.ts';
import type { Block, Report } from '../../report/report.ts';
import { chartOf } from './chart.ts';
import { headlineOf } from './headline.ts';
import { leftOutOf } from './left-out.ts';
import { notesOf } from './notes.ts';
import { measuredOf, type Bench } from './result.ts';
import { tableOf } from './table.ts';

/** What is known while it measures. */
export function workingReport(told: MatmulTold, judged: readonly Judged[]): Report {
  const blocks: Block[] = [progressOf(told, judged)];
  blocks.push(...figuresOf(told, judged));
  return { blocks };
}

function progressOf({ stage, plan, started }: MatmulTold, judged: readonly Judged[]): Block {
  if (started === null) {
    const text = stage === 'devices' ? 'Looking for devices' : 'Starting TensorFlow';
    return { kind: 'progress', text };
  }
  return {
    kind: 'progress',
    text: `Multiplying on ${started.device}: ${started.dtype}, ${started.size} × ${started.size}`,
    done: judged.length / Math.max(1, plan.length),
  };
}

function figuresOf(told: MatmulTold, judged: readonly Judged[]): Block[] {
  const measured = measuredOf(judged);
  const leftOut = leftOutOf(judged);
  return [
    ...(measured.length > 0 ? [tableOf(told, measured)] : []),
    ...(leftOut === undefined ? [] : [leftOut]),
  ];
}

const simulated =
  'The GPUs here are simulated by the practice lab. Whether results are right is meant; how fast they come is not.';

/** The finished measurement for people. */
export function benchReport(bench: Bench, target: Target): Report {
  const { told, judged } = bench;
  const blocks: Block[] = [headlineOf(bench)];
  if (told.lab) blocks.push({ kind: 'paragraph', text: simulated });
  blocks.push(...figuresOf(told, judged));
  const chart = chartOf(judged);
  if (chart !== undefined) blocks.push(chart);
  blocks.push({ kind: 'details', summary: 'How this was measured', blocks: [notesOf(bench)] });
  blocks.push({
    kind: 'paragraph',
    text: `TensorFlow ${told.tensorflow ?? '(unknown version)'} of \`${target.python}\`, because: ${target.chosenBecause}.`,
  });
  return { blocks };
}
