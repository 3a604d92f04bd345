import { join } from 'node:path';
import * as v from 'valibot';
import { root } from '../root.ts';
import { runPython } from '../process/process.ts';

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

/** What a Python says of itself. */
export type AskedPython = v.InferOutput<typeof answer>;

/**
 * Asks a file that may be a Python who it is, in at most 10 s.
 * The answer is a sentence's end when it is none: `it ended with code 1`.
 */
export async function askPython(request: {
  readonly python: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}): Promise<AskedPython | string> {
  const script = join(root, 'src/python/ask_python.py');
  const { end, stdout } = await runPython({ ...request, script, timeoutMs: 10_000 });
  if (end.how === 'exit')
    return end.code === 0 ? read(stdout) : `it ended with code ${String(end.code)}`;
  if (end.how === 'signal') return `it died of ${end.signal}`;
  if (end.how === 'not-started') return `it could not be started (${end.detail})`;
  return 'it gave no answer within 10 s';
}

function read(stdout: string): AskedPython | string {
  try {
    return v.parse(answer, JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  } catch {
    return 'it did not answer like a Python';
  }
}
