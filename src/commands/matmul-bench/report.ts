import type { Measured, RatedResult } from '../../performance/results.ts';
import type { MatmulOutput } from '../../performance/matmul-output.ts';
import type { Target } from '../../python/choose-python.ts';
import { examinedPython } from '../../report/examined-python.ts';
import type { Block, Report } from '../../report/report.ts';
import { chartOf } from './chart.ts';
import { headlineOf } from './headline.ts';
import { matmulTable } from './table.ts';
import { measuredOf, type Bench } from './value.ts';

/** What is known while it measures. */
export function benchProgress(output: MatmulOutput, results: readonly RatedResult[]): Report {
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
    ...(measured.length > 0 ? [matmulTable(output, measured)] : []),
    ...(leftOut === undefined ? [] : [leftOut]),
  ];
}

const simulated =
  'The GPUs here are simulated by the practice lab. Their results count; their speed does not.';

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

/** What was not measured, and why; those with one reason on one line. Undefined when there is nothing. */
function leftOutOf(results: readonly RatedResult[]): Block | undefined {
  const others = results.filter((one) => one.status !== 'measured');
  if (others.length === 0) return undefined;
  const sizes = new Map<string, number[]>();
  for (const one of others) {
    const text = `${one.device}, ${one.dtype}: ${reasonOf(one)}`;
    sizes.set(text, [...(sizes.get(text) ?? []), one.size]);
  }
  return {
    kind: 'list',
    items: [...sizes].map(([text, those]) => `Not measured: size ${those.join(', ')} on ${text}.`),
  };
}

function reasonOf({ status, reason, detail }: Exclude<RatedResult, Measured>): string {
  if (status === 'skipped' || detail === undefined || detail === '') return reason;
  return `it failed with ${reason}: ${detail}`;
}

/** The figures of a GPU that others keep busy say little about the GPU. */
const noticeablyBusyPercent = 20;

/** How the figures came about, for those who want to trust or repeat them. */
function notesOf({ output, results }: Bench): Block {
  const items = [
    'TFLOP/s are 2n³ operations in the median time of one product, after a warm-up, with the device waited for. “Spread” is the distance between the first and the third quartile, as a share of the median.',
    'Every product was compared with float64 in some of its rows. “Right” means that the error is no larger than rounding explains at this type and size.',
  ];
  const measured = measuredOf(results);
  if (measured.some((one) => one.tf32)) {
    items.push(
      'TF32: this GPU rounds the factors of float32 products to 10 binary places, which is TensorFlow’s default. `tf.config.experimental.enable_tensor_float_32_execution(False)` turns it off.',
    );
  }
  for (const { device, model, busyPercent } of output.devices) {
    const here = measured.filter((one) => one.device === device);
    if (
      device !== 'cpu' &&
      !output.lab &&
      here.length > 0 &&
      here.every((one) => one.peakTflops === null)
    ) {
      items.push(
        `The peak rate of ${device} (${model ?? 'a GPU without a name'}) at these types is not in our table, so no share of it is shown.`,
      );
    }
    if (busyPercent !== null && busyPercent >= noticeablyBusyPercent) {
      items.push(
        `${device} was ${busyPercent} % busy with other work when this began, so its figures are too low.`,
      );
    }
  }
  return { kind: 'list', items };
}
