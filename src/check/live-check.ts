import { join } from 'node:path';
import type { Live } from '../snapshot/observations/live.ts';
import type { ProcessEnd } from '../process-end.ts';
import { runPython } from '../process/process.ts';
import { root } from '../root.ts';
import { addLiveLine, noLiveOutput, type LiveOutput } from './live-output.ts';
import { tensorflowEnvironment } from '../process/tensorflow-environment.ts';
import type { Environment } from '../process/environment.ts';

const keptLogBytes = 200_000;

export interface LiveRequest {
  /** The interpreter whose TensorFlow is tried. */
  readonly python: string;
  readonly environment: Environment;
  readonly cwd: string;
  /** The numbers of the visible GPUs, when some are hidden from TensorFlow: see `MayRun`. */
  readonly numbers?: readonly number[] | null;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Called at each stage: `import`, `list`, `initialise`, `gpu:0 matmul`, … `done`. */
  readonly onStage?: (stage: string) => void;
}

/**
 * Starts TensorFlow in a process of its own and makes it compute on every GPU it lists, one after the other, with soft
 * placement off and at most 256 MiB of each; on each it stops at the first computation that is not right.
 *
 * A crash, a hang, a failed import are answers too: what came before them is kept.
 *
 * @throws the signal's reason when it is aborted
 */
export async function runLive(request: LiveRequest): Promise<Live> {
  let output = noLiveOutput;
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
      const next = addLiveLine(output, line);
      if (next === undefined) strayLines.push(line);
      else if (next.stage !== output.stage) request.onStage?.(next.stage);
      output = next ?? output;
    },
  });
  signal?.throwIfAborted();
  const log = [...strayLines, stderr].join('\n').slice(-keptLogBytes);
  const named = request.numbers ? renumbered(output, request.numbers) : output;
  return { python, ended: endedAs(end, timeoutMs), ...named, log };
}

/** TensorFlow counts the GPUs that it is shown from 0. */
function renumbered(output: LiveOutput, numbers: readonly number[]): LiveOutput {
  const rename = (name: string): string =>
    name.replace(/(?<=GPU:)\d+$/, (number) => String(numbers[Number(number)] ?? number));
  return {
    ...output,
    physicalGpus: output.physicalGpus?.map((gpu) => ({ ...gpu, name: rename(gpu.name) })) ?? null,
    logicalGpus: output.logicalGpus?.map(rename) ?? null,
    computations: output.computations.map((one) => ({ ...one, gpu: rename(one.gpu) })),
  };
}

function endedAs(end: ProcessEnd, timeoutMs: number): Live['ended'] {
  if (end.how === 'timeout') return { how: 'timeout', seconds: timeoutMs / 1000 };
  if (end.how === 'aborted') throw new DOMException('The live check was interrupted', 'AbortError');
  return end;
}
