import { join } from 'node:path';
import type { ProcessEnd } from '../process-end.ts';
import { runPython } from '../process/process.ts';
import { root } from '../root.ts';
import { gpuLoad } from './gpu-load.ts';
import { tensorflowEnvironment } from '../process/tensorflow-environment.ts';
import { addMatmulLine, noMatmulOutput, type Dtype, type MatmulOutput } from './matmul-output.ts';
import type { Environment } from '../process/environment.ts';

/** What to multiply, where, and for how long. */
export interface MatmulOptions {
  readonly sizes: readonly number[];
  /** null: float32, on GPUs float16 too. */
  readonly dtypes: readonly Dtype[] | null;
  /** `cpu`, `gpu:0`; null: the CPU and every GPU. */
  readonly devices: readonly string[] | null;
  /** Seconds of measuring in all; what comes before and after each takes its own. */
  readonly seconds: number;
}

/** The options, and in which Python and environment to measure. */
export interface MatmulRequest extends MatmulOptions {
  readonly python: string;
  readonly environment: Environment;
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Called with all that is known so far whenever there is more. */
  readonly onProgress?: (output: MatmulOutput) => void;
}

/** What came of it. */
export interface MatmulRun {
  readonly output: MatmulOutput;
  readonly end: ProcessEnd;
  /** What TensorFlow printed, at most the last 200 kB. */
  readonly log: string;
}

/**
 * Multiplies matrices with TensorFlow in a process of its own, on one device after the other.
 * What was measured before a crash or the end of the time is kept.
 *
 * @throws the signal's reason when it is aborted
 */
export async function runMatmul(request: MatmulRequest): Promise<MatmulRun> {
  const { sizes, dtypes, devices, seconds, signal } = request;
  const { python, environment, cwd } = request;
  const gpus = await gpuLoad({ python, environment, cwd, ...(signal ? { signal } : {}) });
  signal?.throwIfAborted();
  let output = noMatmulOutput;
  const { end, stderr } = await runPython({
    python,
    script: join(root, 'src/performance/matmul.py'),
    args: [JSON.stringify({ sizes, dtypes, devices, seconds, gpus })],
    environment: tensorflowEnvironment(environment),
    cwd,
    timeoutMs: request.timeoutMs,
    ...(signal ? { signal } : {}),
    keepOutputBytes: 200_000,
    onStdoutLine: (line) => {
      const next = addMatmulLine(output, line);
      if (next === undefined) return;
      output = next;
      request.onProgress?.(output);
    },
  });
  signal?.throwIfAborted();
  return { output, end, log: stderr };
}
