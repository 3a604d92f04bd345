import type { RatedResult } from '../../performance/results.ts';
import type { MatmulOutput } from '../../performance/matmul-output.ts';
import type { Target } from '../../python/choose-python.ts';
import { examinedPython } from '../../report/examined-python.ts';
import type { Block, Report } from '../../report/report.ts';
import { chartOf } from './chart.ts';
import { headlineOf } from './headline.ts';
import { leftOutOf } from './left-out.ts';
import { notesOf } from './notes.ts';
import { measuredOf, type Bench } from './result.ts';
import { tableOf } from './table.ts';

/** What is known while it measures. */
export function workingReport(output: MatmulOutput, results: readonly RatedResult[]): Report {
  const blocks: Block[] = [progressOf(output, results)];
  blocks.push(...figuresOf(output, results));
  return { blocks };
}

function progressOf(
  { stage, plan, started }: MatmulOutput,
  results: readonly RatedResult[],
): Block {
  if (started === null) {
    const text = stage === 'devices' ? 'Looking for devices' : 'Starting TensorFlow';
    return { kind: 'progress', text };
  }
  return {
    kind: 'progress',
    text: `Multiplying on ${started.device}: ${started.dtype}, ${started.size} × ${started.size}`,
    done: results.length / Math.max(1, plan.length),
  };
}

function figuresOf(output: MatmulOutput, results: readonly RatedResult[]): Block[] {
  const measured = measuredOf(results);
  const leftOut = leftOutOf(results);
  return [
    ...(measured.length > 0 ? [tableOf(output, measured)] : []),
    ...(leftOut === undefined ? [] : [leftOut]),
  ];
}

const simulated =
  'The GPUs here are simulated by the practice lab. Whether results are right is meant; how fast they come is not.';

/** The finished measurement for people. */
export function benchReport(bench: Bench, target: Target): Report {
  const { output, results } = bench;
  const blocks: Block[] = [headlineOf(bench)];
  if (output.lab) blocks.push({ kind: 'paragraph', text: simulated });
  blocks.push(...figuresOf(output, results));
  const chart = chartOf(results);
  if (chart !== undefined) blocks.push(chart);
  blocks.push({ kind: 'details', summary: 'How this was measured', blocks: [notesOf(bench)] });
  blocks.push({
    kind: 'paragraph',
    text: `TensorFlow ${output.tensorflow ?? '(unknown version)'}. ${examinedPython(target)}`,
  });
  return { blocks };
}
