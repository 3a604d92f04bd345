import type { Command } from '../../command-model/command.ts';
import { lastListed } from '../../fix/state.ts';
import { refuseInExam } from '../../lab/exam.ts';

/** The remedies of a check, tried before they are believed. */
export const gpuFix: Command = {
  name: 'gpu-fix',
  summary:
    'List the remedies of a check, try one where it can do no harm, apply one that was proven.',
  interfaces: ['notebook', 'terminal'],
  uses: ['python', 'from', 'timeout', 'raw'],
  options: [
    { name: 'try', summary: 'prove a remedy: the check before and after, in fresh processes' },
    { name: 'apply', summary: 'apply a remedy that was proven' },
    { name: 'undo', summary: 'take back what was applied last' },
    {
      name: 'lasting',
      summary:
        'for `--apply` in a notebook: also for later starts of this kernel, in its kernel.json',
    },
    { name: 'yes', summary: 'do it, and download what it takes, without asking' },
  ],
  positional: {
    usage: '[ID]',
    summary:
      'number or id of a remedy, for `--try` and `--apply`; without it, the first that can be tried',
    choices: lastListed,
  },
  examples: [
    'gpu-fix',
    'gpu-fix --try',
    'gpu-fix --try 2',
    'gpu-fix --apply 1 --yes',
    'gpu-fix --apply unset-mask --lasting',
    'gpu-fix --undo',
  ],
  async run(context, args) {
    refuseInExam('gpu-fix', context);
    const { fix } = await import('./run.ts');
    return fix(context, args);
  },
};
