import type { Command } from './command.ts';

/** The verdict: each link of the chain, the root cause, its evidence and remedies. */
export const gpuCheck: Command = {
  name: 'gpu-check',
  summary: 'Find out whether TensorFlow uses your GPU, and if not, why.',
  doors: ['notebook', 'terminal'],
  options: [
    { name: 'static', summary: 'read files and ask the driver only; never start TensorFlow' },
    { name: 'live', summary: 'start TensorFlow even when the machine is known to have no GPU' },
    { name: 'require-gpu', summary: 'exit with 1 when there is no GPU that TensorFlow uses' },
    { name: 'no-driver', summary: 'leave the driver alone: read files only' },
  ],
  examples: ['gpu-check', 'gpu-check --static', 'gpu-check --from snapshot.json --json'],
  async run(context, args) {
    const { check } = await import('./gpu-check/check.ts');
    return check(context, args);
  },
};
