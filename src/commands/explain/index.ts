import type { PlainCommand } from '../../command-model/command.ts';

/** A pasted log, traceback or nvidia-smi output, or a finding's id, explained. */
export const explain: PlainCommand = {
  name: 'explain',
  summary: 'Explain a log, a traceback, the output of nvidia-smi, or a finding.',
  interfaces: ['notebook', 'terminal'],
  options: [],
  uses: ['raw'],
  positional: { usage: '[ID | FILE | -]', summary: 'a finding, a file, or - for what is piped in' },
  cell: true,
  examples: ['explain cudnn-missing', 'explain train.log', 'explain train.log --json'],
  async run(context, args) {
    const { explainInput } = await import('./run.ts');
    return explainInput(context, args);
  },
};
