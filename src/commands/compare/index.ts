import type { PlainCommand } from '../../command-model/command.ts';

/** Two machines side by side: what differs, and which difference explains the verdict. */
export const compare: PlainCommand = {
  name: 'compare',
  summary: 'Compare two snapshots, or this machine with one: what differs, and what explains it.',
  interfaces: ['notebook', 'terminal'],
  options: [],
  uses: ['python', 'from', 'timeout', 'raw'],
  positional: {
    usage: 'FILE [FILE]',
    summary: 'snapshots or reports; with one, it is compared with this machine',
    most: 2,
  },
  examples: ['compare colleague.json', 'compare works.json broken.json'],
  async run(context, args) {
    const { compareMachines } = await import('./run.ts');
    return compareMachines(context, args);
  },
};
