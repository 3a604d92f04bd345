import { join } from 'node:path';
import type { Live } from '../snapshot/observations/live.ts';
import { runPython, type ProcessEnd } from '../process/process.ts';
import { root } from '../root.ts';
import { hear, nothingTold, type Told } from './live-lines.ts';
import { tensorflowEnvironment } from '../process/tensorflow-environment.ts';

const keptLogBytes = 200_000;

export interface LiveRequest {
  /** The interpreter whose TensorFlow is tried. */
  readonly python: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** What the visible GPUs are called in the answer, when some are hidden from TensorFlow: see `MayRun`. */
  readonly numbers?: readonly number[] | null;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Called at each stage: `import`, `list`, `initialise`, `gpu:0 matmul`, … `done`. */
  readonly onStage?: (stage: string) => void;
}

/**
 * Starts TensorFlow in a process of its own and makes it compute on every GPU it lists, one after the other, with soft
 * placement off and at most 256 MiB of each; stops at the first computation that is not right.
 *
 * A crash, a hang, a failed import are answers: what was told before stays.
 *
 * @throws the signal's reason when it is aborted
 */
export async function runLive(request: LiveRequest): Promise<Live> {
  let told = nothingTold;
  const strayLines: string[] = [];
  const { python, cwd, timeoutMs, signal } = request;
  const { end, stderr } = await runPython({
    python,
    script: join(root, 'src/check/live/live.py'),
    environment: tensorflowEnvironment(request.environment),
    cwd,
    timeoutMs,
    ...(signal ? { signal } : {}),
    keepOutputBytes: keptLogBytes,
    onStdoutLine: (line) => {
      const next = hear(told, line);
      if (next === undefined) strayLines.push(line);
      else if (next.stage !== told.stage) request.onStage?.(next.stage);
      told = next ?? told;
    },
  });
  signal?.throwIfAborted();
  const log = [...strayLines, stderr].join('\n').slice(-keptLogBytes);
  const named = request.numbers ? renamed(told, request.numbers) : told;
  return { python, ended: endedAs(end, timeoutMs), ...named, log };
}

/** TensorFlow counts the GPUs that it is shown from 0. */
function renamed(told: Told, numbers: readonly number[]): Told {
  const rename = (name: string): string =>
    name.replace(/(?<=GPU:)\d+$/, (number) => String(numbers[Number(number)] ?? number));
  return {
    ...told,
    physicalGpus: told.physicalGpus?.map((gpu) => ({ ...gpu, name: rename(gpu.name) })) ?? null,
    logicalGpus: told.logicalGpus?.map(rename) ?? null,
    computations: told.computations.map((one) => ({ ...one, gpu: rename(one.gpu) })),
  };
}

function endedAs(end: ProcessEnd, timeoutMs: number): Live['ended'] {
  if (end.how === 'timeout') return { how: 'timeout', seconds: timeoutMs / 1000 };
  if (end.how === 'aborted') throw new DOMException('The live part was interrupted', 'AbortError');
  return end;
}
