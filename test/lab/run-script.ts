import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareScenario } from '../../src/lab/lab.ts';
import type { Environment } from '../../src/process/environment.ts';
import { runPython, type ProcessResult } from '../../src/process/process.ts';
import { root } from '../../src/root.ts';

/** Runs a Python file of this folder on a simulated machine. */
export async function runScript(
  scenario: string,
  script: string,
  request: {
    readonly python: string;
    readonly args?: readonly string[];
    readonly input?: string;
    /** Added to the machine's environment. */
    readonly variables?: Environment;
  },
): Promise<ProcessResult> {
  const { python, args = [], input = '', variables = {} } = request;
  const { environment, folder } = await prepareScenario(scenario, {
    python,
    environment: process.env,
  });
  try {
    return await runPython({
      python,
      script: join(root, 'test/lab', script),
      args,
      input,
      environment: { ...environment, ...variables },
      timeoutMs: 240_000,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The JSON lines that a script has printed. */
export const jsonLines = (stdout: string): readonly unknown[] =>
  stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): unknown => JSON.parse(line));
