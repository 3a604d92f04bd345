import type { PlainCommand } from '../../command-model/command.ts';
import { checkOptions } from '../../command-model/check-options.ts';

/** What was collected, as a file to send to someone who can help. */
export const snapshot: PlainCommand = {
  name: 'snapshot',
  summary: 'Record what was collected, redacted, in one file that others can work on with --from.',
  interfaces: ['notebook', 'terminal'],
  options: [
    {
      name: 'script',
      summary: 'the collector as one Python file, for where nothing can be installed',
    },
    ...checkOptions,
  ],
  uses: ['python', 'from', 'timeout', 'raw'],
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
      const { giveScript } = await import('./script.ts');
      return giveScript(context, args);
    }
    const { takeSnapshot } = await import('./run.ts');
    return takeSnapshot(context, args);
  },
};
