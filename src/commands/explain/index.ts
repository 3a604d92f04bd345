import { findingIds } from '../../content/page-ids.ts';
import type { PlainCommand } from '../../command-model/command.ts';
import { refuseInExam } from '../../lab/exam.ts';

/** A pasted log, traceback or nvidia-smi output, or a finding's id, explained. */
export const explain: PlainCommand = {
  name: 'explain',
  summary: 'Explain a log, a traceback, the output of nvidia-smi, or a finding.',
  interfaces: ['notebook', 'terminal'],
  options: [
    {
      name: 'last',
      summary: 'what this notebook printed last; this machine is checked for its cause',
    },
  ],
  uses: ['raw'],
  positional: {
    usage: '[ID | FILE | -]',
    choices: findingIds,
    summary:
      'a finding or a file; - is standard input, which is read without it, too, when something is piped in',
  },
  cell: true,
  examples: ['explain cudnn-missing', 'explain train.log', 'explain train.log --json'],
  async run(context, args) {
    refuseInExam('explain', context);
    const { explainInput } = await import('./run.ts');
    return explainInput(context, args);
  },
};
