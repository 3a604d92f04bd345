import type { Command } from '../../command-model/command.ts';
import { yesOption } from '../../command-model/common-options.ts';
import { findingIds } from '../../content/page-ids.ts';
import { scenarioNames } from '../../lab/scenario-names.ts';

/** Simulated machines: real TensorFlow meets drivers and GPUs that this computer does not have. */
export const lab: Command = {
  name: 'lab',
  summary: 'Practise on simulated machines: healthy ones, and ones where TensorFlow has no GPU.',
  interfaces: ['notebook', 'terminal'],
  defaultVerb: 'list',
  verbs: {
    list: {
      summary: 'List the simulated machines.',
      options: [],
      uses: [],
      async run(context) {
        const { listMachines } = await import('./run.ts');
        return listMachines(context);
      },
    },
    start: {
      summary: "Restart the notebook's Python on a simulated machine.",
      interfaces: ['notebook'],
      options: [yesOption],
      uses: [],
      positional: {
        usage: 'NAME',
        summary: 'a simulated machine, or surprise for one that you do not choose',
        choices: () => ['surprise', ...scenarioNames()],
      },
      async run(context, args) {
        const { start } = await import('./exercise.ts');
        return start(context, args);
      },
    },
    hint: {
      summary: 'Give the next hint, from vague to plain.',
      interfaces: ['notebook'],
      options: [],
      uses: [],
      async run(context) {
        const { hint } = await import('./exercise.ts');
        return hint(context);
      },
    },
    answer: {
      summary: 'Answer with the cause, and learn whether it is right.',
      interfaces: ['notebook'],
      options: [],
      uses: [],
      positional: {
        usage: 'ID',
        summary: 'the id of a finding, or healthy',
        choices: () => ['healthy', ...findingIds()],
      },
      async run(context, args) {
        const { answer } = await import('./exercise.ts');
        return answer(context, args);
      },
    },
    stop: {
      summary: "Restart the notebook's Python on the real machine.",
      interfaces: ['notebook'],
      options: [yesOption],
      uses: [],
      async run(context, args) {
        const { stop } = await import('./exercise.ts');
        return stop(context, args);
      },
    },
    run: {
      summary: 'Run a command on a simulated machine; in it, python is the diagnosed Python.',
      interfaces: ['terminal'],
      options: [],
      uses: ['python', 'timeout', 'raw'],
      positional: {
        usage: 'NAME -- COMMAND...',
        summary: 'a simulated machine, and the command with its arguments',
        most: Number.POSITIVE_INFINITY,
        choices: scenarioNames,
      },
      async run(context, args) {
        const { run } = await import('./run.ts');
        return run(context, args);
      },
    },
  },
  examples: [
    'lab',
    'lab start surprise',
    'lab answer cudnn-missing',
    'lab run no-cudnn -- tf-gpu-doctor gpu-check',
  ],
};
