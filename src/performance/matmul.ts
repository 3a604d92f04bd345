import { join } from 'node:path';
import { runPython, type ProcessEnd } from '../process/process.ts';
import { root } from '../root.ts';
import { tensorflowEnvironment } from '../process/tensorflow-environment.ts';
import { hear, nothingTold, type Dtype, type MatmulTold } from './matmul-lines.ts';

/** What to multiply, where, and for how long. */
export interface MatmulWish {
  readonly sizes: readonly number[];
  /** null: float32, on GPUs float16 too. */
  readonly dtypes: readonly Dtype[] | null;
  /** `cpu`, `gpu:0`; null: the CPU and every GPU. */
  readonly devices: readonly string[] | null;
  /** Seconds of measuring in all; what comes before and after each takes its own. */
  readonly seconds: number;
}

export interface MatmulRequest extends MatmulWish {
  readonly python: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Called with all that is known so far whenever there is more. */
  readonly onProgress?: (told: MatmulTold) => void;
}

export interface MatmulRun {
  readonly told: MatmulTold;
  readonly end: ProcessEnd;
  /** What TensorFlow printed, at most the last 200 kB. */
  readonly log: string;
}

/**
 * Multiplies matrices with TensorFlow in a process of its own, on one device after the other.
 * What was measured before a crash or the end of the time stays.
 *
 * @throws the signal's reason when it is aborted
 */
export async function runMatmul(request: MatmulRequest): Promise<MatmulRun> {
  const { sizes, dtypes, devices, seconds, signal } = request;
  let told = nothingTold;
  const { end, stderr } = await runPython({
    python: request.python,
    script: join(root, 'src/performance/matmul.py'),
    args: [JSON.stringify({ sizes, dtypes, devices, seconds })],
    environment: tensorflowEnvironment(request.environment),
    cwd: request.cwd,
    timeoutMs: request.timeoutMs,
    ...(signal ? { signal } : {}),
    keepOutputBytes: 200_000,
    onStdoutLine: (line) => {
      const next = hear(told, line);
      if (next === undefined) return;
      told = next;
      request.onProgress?.(told);
    },
  });
  signal?.throwIfAborted();
  return { told, end, log: stderr };
}
