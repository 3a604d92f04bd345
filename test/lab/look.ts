import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import * as v from 'valibot';
import type { ProcessEnd } from '../../src/process-end.ts';
import { runPython } from '../../src/process/process.ts';
import { prepareScenario } from '../../src/lab/lab.ts';
import { root } from '../../src/root.ts';

const answer = v.object({
  /** One a GPU: `GPU:0 right`, `GPU:0 wrong`, `failed`. */
  matmul: v.array(v.string()),
  /** One a GPU: `right`, `wrong`, `failed`. */
  pooling: v.array(v.string()),
  /** What became of the memory that was asked for: `fits`, or the error's name. */
  filled: v.optional(v.string()),
});

/** What real TensorFlow did on a simulated machine. */
export interface Look {
  readonly end: ProcessEnd;
  /** Undefined when it never came so far. */
  readonly answer: v.InferOutput<typeof answer> | undefined;
  readonly log: string;
}

export interface LookRequest {
  readonly python: string;
  /** MiB to put on the first GPU after all else. */
  readonly fillMiB?: number;
  /** It is ended 3 s after this line of the log, when it has not ended by itself. */
  readonly leaveAfter?: RegExp;
}

/** Starts TensorFlow on a simulated machine, with its log as the product has it, and lets it compute on every GPU. */
export async function look(scenario: string, request: LookRequest): Promise<Look> {
  const { python, fillMiB = 0, leaveAfter } = request;
  const { environment, folder } = await prepareScenario(scenario, {
    python,
    environment: process.env,
  });
  const leave = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  try {
    const { end, stdout, stderr } = await runPython({
      python,
      script: join(root, 'test/lab/look.py'),
      args: [String(fillMiB)],
      environment: {
        ...environment,
        TF_CPP_MIN_LOG_LEVEL: undefined,
        TF_CPP_VMODULE: 'dso_loader=3,cuda_diagnostics=3',
      },
      timeoutMs: 90_000,
      signal: leave.signal,
      onStderrLine: (line) => {
        if (leaveAfter?.test(line)) timer ??= setTimeout(() => leave.abort(), 3000);
      },
    });
    const line = stdout.trim().split('\n').at(-1) ?? '';
    return {
      end,
      answer: line === '' ? undefined : v.parse(answer, JSON.parse(line)),
      log: stderr,
    };
  } finally {
    clearTimeout(timer);
    await rm(folder, { recursive: true, force: true });
  }
}
