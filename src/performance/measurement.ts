import { join } from 'node:path';
import { UndeterminedError } from '../errors.ts';
import { called, type Interface } from '../interface.ts';
import type { Environment } from '../process/environment.ts';
import type { ProcessEnd } from '../process-end.ts';
import { runPython } from '../process/process.ts';
import { shellHere } from '../process/shell-here.ts';
import { tensorflowEnvironment } from '../process/tensorflow-environment.ts';
import { root } from '../root.ts';
import { quotedProgram } from '../shell.ts';

/** In which Python and environment something is measured. */
export interface MeasuringRequest {
  readonly python: string;
  readonly environment: Environment;
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** What came of a process that measures. */
export interface Measurement<Output> {
  readonly output: Output;
  readonly end: ProcessEnd;
  /** What TensorFlow printed, at most the last 200 kB. */
  readonly log: string;
}

/** A program that measures: it prints JSON lines, which are put together. */
export interface MeasuringProgram<Output> {
  /** Its file below `src/performance`. */
  readonly script: string;
  /** Its argument, as JSON. */
  readonly options: object;
  /** Before the first line. */
  readonly first: Output;
  /** Adds a line; undefined for one of another origin, or one that a death tore. */
  readonly add: (before: Output, line: string) => Output | undefined;
  /** Called with all that is known so far whenever there is more. */
  readonly onProgress?: (output: Output) => void;
}

/**
 * Runs the program in a process of its own. What was measured before a crash or the end of the time is kept. Never
 * rejects: an aborted run ends so.
 */
export async function runMeasurement<Output>(
  { python, environment, cwd, timeoutMs, signal }: MeasuringRequest,
  { script, options, first, add, onProgress }: MeasuringProgram<Output>,
): Promise<Measurement<Output>> {
  let output = first;
  const { end, stderr } = await runPython({
    python,
    script: join(root, 'src/performance', script),
    args: [JSON.stringify(options)],
    environment: tensorflowEnvironment(environment),
    cwd,
    timeoutMs,
    ...(signal ? { signal } : {}),
    keepOutputBytes: 200_000,
    onStdoutLine: (line) => {
      const next = add(output, line);
      if (next === undefined) return;
      output = next;
      onProgress?.(output);
    },
  });
  return { output, end, log: stderr };
}

/**
 * Refuses a run in which TensorFlow was not even imported.
 * @param consequence what follows from it: `there is nothing to measure`
 * @throws UndeterminedError with the reason, and what looks for its cause
 */
export function refuseFailedStart(
  { output, end, log }: Measurement<{ readonly importError: string | null }>,
  {
    python,
    ui,
    consequence,
  }: { readonly python: string; readonly ui: Interface; readonly consequence: string },
): void {
  if (end.how === 'not-started') {
    throw new UndeterminedError(`\`${python}\` could not be started: ${end.detail}.`);
  }
  if (output.importError === null) return;
  if (/^ModuleNotFoundError: .*'tensorflow'$/.test(output.importError)) {
    const line = `${quotedProgram(python, shellHere)} -m pip install tensorflow`;
    throw new UndeterminedError(
      `This Python has no TensorFlow, so ${consequence}. To install it: \`${line}\``,
    );
  }
  const reason = output.importError.split('\n')[0] ?? '';
  throw new UndeterminedError(
    `TensorFlow of \`${python}\` cannot be imported (${reason}), so ${consequence}. \`${called(ui, 'gpu-check')}\` looks for the cause.`,
    { cause: new Error(log) },
  );
}
