import type { Command } from './command.ts';
import { machineOptions } from './machine-options.ts';

/** The verdict: each link of the chain, the root cause, its evidence and remedies. */
export const gpuCheck: Command = {
  name: 'gpu-check',
  summary: 'Find out whether TensorFlow uses your GPU, and if not, why.',
  doors: ['notebook', 'terminal'],
  options: [
    ...machineOptions,
    { name: 'require-gpu', summary: 'exit with 1 when there is no GPU that TensorFlow uses' },
  ],
  examples: ['gpu-check', 'gpu-check --static', 'gpu-check --from snapshot.json --json'],
  async run(context, args) {
    const { check } = await import('./gpu-check/check.ts');
    return check(context, args);
  },
};
