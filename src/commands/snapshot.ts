import type { Command } from './command.ts';

/** What was collected, as a file to send to someone who can help. */
export const snapshot: Command = {
  name: 'snapshot',
  summary: 'Record what was collected, redacted, in one file that every command reads with --from.',
  doors: ['notebook', 'terminal'],
  options: [
    {
      name: 'script',
      summary: 'the collector as one Python file, for where nothing can be installed',
    },
    { name: 'static', summary: 'read files and ask the driver only; never start TensorFlow' },
    { name: 'live', summary: 'start TensorFlow even when the machine is known to have no GPU' },
    { name: 'no-driver', summary: 'leave the driver alone: read files only' },
  ],
  positional: {
    usage: '[FILE]',
    summary: 'where to write it; without one it is printed',
  },
  examples: [
    'snapshot machine.json',
    'snapshot --script collect.py',
    'gpu-check --from machine.json',
  ],
  async run(context, args) {
    if (args.options['script'] !== undefined) {
      const { giveScript } = await import('./snapshot/script.ts');
      return giveScript(context, args);
    }
    const { takeSnapshot } = await import('./snapshot/take.ts');
    return takeSnapshot(context, args);
  },
};
