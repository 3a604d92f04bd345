import { scenarioNames } from '../../lab/scenario-names.ts';
import type { Command } from '../../command-model/command.ts';

/** Simulated machines: real TensorFlow meets drivers and GPUs that this computer does not have. */
export const lab: Command = {
  name: 'lab',
  summary: 'Practise on simulated machines: healthy ones, and ones where TensorFlow has no GPU.',
  interfaces: ['notebook', 'terminal'],
  options: [
    { name: 'yes', summary: 'restart Python without asking, although its variables are lost' },
  ],
  positional: {
    usage: '[list | start NAME | hint | answer ID | stop | run NAME -- COMMAND...]',
    summary:
      'without words: list. start, hint, answer and stop are for a notebook, run is for a terminal',
    choices: () => [
      'list',
      'start',
      'hint',
      'answer',
      'stop',
      'run',
      'surprise',
      ...scenarioNames(),
    ],
  },
  examples: [
    'lab',
    'lab start surprise',
    'lab answer cudnn-missing',
    'lab run no-cudnn -- tf-gpu-doctor gpu-check',
  ],
  async run(context, args) {
    const { useLab } = await import('./run.ts');
    return useLab(context, args);
  },
};
