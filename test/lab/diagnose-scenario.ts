import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { Outcome } from '../../src/command-model/command.ts';
import { gpuCheck } from '../../src/commands/gpu-check/index.ts';
import { runWords } from '../../src/command-model/run.ts';
import { prepareScenario } from '../../src/lab/lab.ts';
import type { Scenario } from '../../src/lab/scenario.ts';

/**
 * `gpu-check` with all that belongs to it, on a simulated machine: probes, TensorFlow, facts, rules.
 * `outcome.value` is the diagnosis as `--json` prints it, `scenario.expected` the root cause it must name.
 */
export async function diagnoseScenario(
  name: string,
  request: { readonly python: string; readonly words?: readonly string[] },
): Promise<{ readonly scenario: Scenario; readonly outcome: Outcome }> {
  const { python, words = [] } = request;
  const { scenario, environment, folder } = await prepareScenario(name, {
    python,
    environment: process.env,
  });
  try {
    const context = {
      ui: 'terminal' as const,
      environment,
      cwd: tmpdir(),
      signal: new AbortController().signal,
      show: () => undefined,
    };
    const outcome = await runWords(gpuCheck, context, ['--python', python, ...words]);
    return { scenario, outcome };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
