import { isRight, type Measured } from '../../performance/results.ts';
import { called } from '../../interface.ts';
import type { Block } from '../../report/report.ts';
import { figure } from '../../report/figures.ts';
import { measuredOf, type Bench } from './value.ts';

type Headline = Extract<Block, { kind: 'headline' }>;

/** The one sentence: what is wrong, or else how fast it is. */
export function headlineOf(bench: Bench): Headline {
  const measured = measuredOf(bench.results);
  return (
    wrong(bench, measured) ??
    cutShort(bench, measured) ??
    nothingMeasured(bench, measured) ??
    missing(bench) ??
    gpuAgainstCpu(measured) ??
    fastest(bench, measured)
  );
}

const checkWith = ({ ui }: Bench): string => `\`${called(ui, 'gpu-check')}\``;

const inWords = (one: Measured): string => `${one.device}, ${one.dtype}, size ${one.size}`;

function wrong(bench: Bench, measured: readonly Measured[]): Headline | undefined {
  const bad = measured.filter((one) => !isRight(one));
  const [first] = bad;
  if (first === undefined) return undefined;
  const what = first.correct
    ? 'was computed on another device'
    : first.largestError === null
      ? 'is NaN or infinite'
      : `differs from the right one by ${figure(first.largestError)}; at most ${figure(first.errorBound)} is rounding`;
  return {
    kind: 'headline',
    status: 'fail',
    text: `${bad.length} of ${measured.length} products are wrong. The first (${inWords(first)}) ${what}.`,
    next: `Do not trust results of this device. Run ${checkWith(bench)}.`,
  };
}

function cutShort(bench: Bench, measured: readonly Measured[]): Headline | undefined {
  if (bench.trouble === undefined) return undefined;
  const kept = measured.length > 0 ? ' What was measured before is below.' : '';
  return {
    kind: 'headline',
    status: 'fail',
    text: `${bench.trouble}${kept}`,
    next: `Run ${checkWith(bench)} to find out why.`,
  };
}

function nothingMeasured(bench: Bench, measured: readonly Measured[]): Headline | undefined {
  if (measured.length > 0) return undefined;
  if (missedIn(bench).length > 0) return undefined;
  const text = 'Nothing was measured: every combination was left out, for the reasons below.';
  return { kind: 'headline', status: 'unknown', text };
}

/** Devices that were asked for and are not there. */
function missedIn({ output, options }: Bench): string[] {
  const known = output.devices.map((one) => one.device);
  return (options.devices ?? []).filter((device) => !known.includes(device));
}

function missing(bench: Bench): Headline | undefined {
  const missed = missedIn(bench);
  if (missed.length === 0) return undefined;
  const gpus = bench.output.devices.length - 1;
  const listed = gpus === 0 ? 'no GPU' : `${gpus} GPU${gpus === 1 ? '' : 's'}`;
  return {
    kind: 'headline',
    status: 'fail',
    text: `${missed.join(', ')} was asked for, but TensorFlow lists ${listed} here.`,
    next: `Run ${checkWith(bench)} to find out why.`,
  };
}

function gpuAgainstCpu(measured: readonly Measured[]): Headline | undefined {
  const compared = measured.filter((one) => one.speedUp !== null);
  const best = compared.toSorted((a, b) => (b.speedUp ?? 0) - (a.speedUp ?? 0))[0];
  if (best?.speedUp === undefined || best.speedUp === null) return undefined;
  const rate = `${figure(best.tflops)} TFLOP/s (${best.dtype}, size ${best.size})`;
  return best.speedUp >= 1
    ? {
        kind: 'headline',
        status: 'ok',
        text: `${best.device} is up to ${figure(best.speedUp)} times as fast as the CPU: ${rate}. All results are right.`,
      }
    : {
        kind: 'headline',
        status: 'warn',
        text: `${best.device} is never faster than the CPU at these sizes; at best it reaches ${rate}.`,
        next: 'Small products cannot fill a GPU. Try larger ones: `--sizes 2048,4096,8192`.',
      };
}

function fastest(bench: Bench, measured: readonly Measured[]): Headline {
  const best = measured.toSorted((a, b) => b.tflops - a.tflops)[0];
  const rate =
    best === undefined
      ? 'nothing'
      : `${figure(best.tflops)} TFLOP/s (${best.dtype}, size ${best.size})`;
  const onlyCpu = bench.output.devices.length === 1;
  return {
    kind: 'headline',
    status: onlyCpu ? 'info' : 'ok',
    text: `${best?.device === 'cpu' ? 'The CPU' : best?.device} reaches ${rate}. All results are right.${onlyCpu ? ' TensorFlow lists no GPU here.' : ''}`,
    ...(onlyCpu ? { next: `Run ${checkWith(bench)} to find out why.` } : {}),
  };
}
