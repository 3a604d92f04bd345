import type { PlainCommand } from '../../command-model/command.ts';
import { checkOptions } from '../../command-model/check-options.ts';

/** One file to send to someone who can help. */
export const report: PlainCommand = {
  name: 'report',
  summary: 'Write one file, redacted, to send to someone who can help.',
  interfaces: ['notebook', 'terminal'],
  options: [
    {
      name: 'for',
      value: 'PLACE',
      summary: "tensorflow-issue: fill in what TensorFlow's bug template asks for",
      choices: ['tensorflow-issue'],
    },
    ...checkOptions,
  ],
  uses: ['python', 'from', 'timeout', 'raw'],
  positional: {
    usage: '[FILE]',
    summary: '.html, .md, .json or .ipynb decides the kind; tf-gpu-report.html when left out',
  },
  examples: [
    'report',
    'report help-me.md',
    'report --for tensorflow-issue',
    'gpu-check --from tf-gpu-report.html',
  ],
  async run(context, args) {
    const { writeReport } = await import('./run.ts');
    return writeReport(context, args);
  },
};
