import { join } from 'node:path';
import * as v from 'valibot';
import { root } from '../root.ts';
import { describeEnd } from '../process-end.ts';
import { runPython } from '../process/process.ts';
import type { Environment } from '../process/environment.ts';

const answer = v.object({
  /** The interpreter's own path: behind a pyenv shim it is the real one. */
  executable: v.string(),
  /** `3.11.7` */
  version: v.string(),
  /** `tensorflow 2.21.0` by its metadata; null when it has none. */
  tensorflow: v.nullable(v.string()),
  /** `ipykernel 7.4.0`; without it there are no Python cells in a notebook. */
  ipykernel: v.nullable(v.string()),
});

/** What a Python reports about itself. */
export type AskedPython = v.InferOutput<typeof answer>;

/** Time limit of one question. */
const seconds = 10;

/**
 * Asks a file that may be a Python for its version and packages, in at most 10 s.
 * When it is no usable Python, the result is the reason as half a sentence: `it ended with exit code 1`.
 */
export async function askPython(request: {
  readonly python: string;
  readonly environment: Environment;
  readonly cwd: string;
}): Promise<AskedPython | string> {
  const script = join(root, 'src/python/ask_python.py');
  const { end, stdout } = await runPython({ ...request, script, timeoutMs: seconds * 1000 });
  if (end.how === 'exit' && end.code === 0) return read(stdout);
  return `it ${describeEnd(end.how === 'timeout' ? { ...end, seconds } : end)}`;
}

function read(stdout: string): AskedPython | string {
  try {
    return v.parse(answer, JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  } catch {
    return 'it did not answer like a Python';
  }
}
