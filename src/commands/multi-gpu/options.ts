import type { Arguments } from '../../command-model/command.ts';
import { optionText } from '../../command-model/check-options.ts';
import { secondsOption } from '../../command-model/common-options.ts';
import { UsageError } from '../../errors.ts';

/** What the options ask for. */
export interface MultiGpuOptions {
  readonly devices: readonly string[] | null;
  readonly replicas: number;
  readonly batch: number | null;
  /** null: MirroredStrategy in one process. */
  readonly workers: number | null;
  readonly seconds: number;
}

const usualReplicas = 2;
const usualSeconds = 6;
const longestSeconds = 600;
/** A process with TensorFlow takes some 600 MB. */
const mostWorkers = 8;

/**
 * What the options ask for, each value checked.
 * @throws UsageError with the value that is off and what is meant
 */
export function readMultiGpuOptions(args: Arguments): MultiGpuOptions {
  const workers = wholeNumber(args, 'workers', 2, mostWorkers) ?? null;
  const devices = devicesOf(optionText(args, 'devices'));
  const replicas = wholeNumber(args, 'replicas', 2, 16);
  for (const [name, value] of Object.entries({ devices, replicas })) {
    if (workers !== null && value !== undefined) {
      throw new UsageError(
        `\`--workers\` starts a process for each worker, each with the CPU, so \`--${name}\` has no meaning with it.`,
      );
    }
  }
  if (devices !== undefined && replicas !== undefined) {
    throw new UsageError(
      '`--replicas` divides the processor and `--devices` names GPUs. Leave one of them away.',
    );
  }
  const ms = secondsOption(args, 'seconds', longestSeconds);
  return {
    devices: devices ?? null,
    replicas: replicas ?? usualReplicas,
    batch: wholeNumber(args, 'batch', 1, 65_536) ?? null,
    workers,
    seconds: ms === undefined ? usualSeconds : ms / 1000,
  };
}

function wholeNumber(
  args: Arguments,
  name: string,
  least: number,
  most: number,
): number | undefined {
  const text = optionText(args, name);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/u.test(text) && number >= least && number <= most) return number;
  throw new UsageError(
    `\`--${name}\` takes a whole number from ${least} to ${most}, not \`${text}\`.`,
  );
}

/** `GPU:0`, `gpu0` and `gpu:0` are the same. */
function devicesOf(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const devices = text.split(',').map((word) => {
    const index = /^\/?(?:device:)?gpu:?(\d{1,3})$/iu.exec(word.trim())?.[1];
    if (index === undefined) {
      throw new UsageError(`\`--devices\` takes \`gpu:0\`, \`gpu:1\` …, not \`${word}\`.`);
    }
    return `gpu:${Number(index)}`;
  });
  return [...new Set(devices)];
}
