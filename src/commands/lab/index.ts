import type { Command } from '../../command-model/command.ts';
import { yesOption } from '../../command-model/common-options.ts';
import { findingIds } from '../../content/page-ids.ts';
import { examIsOn } from '../../lab/exam.ts';
import type { ExercisePlace } from '../../lab/exercise-state.ts';
import { listScenarios } from '../../lab/scenario.ts';

/** Whether a notebook is in an exam, in which nothing is explained until an answer was given. */
export const examForbidsAnswers = (place: ExercisePlace): boolean => examIsOn(place);

const aliases = (): readonly string[] => listScenarios().map(({ alias }) => alias);

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
        usage: '[MACHINE]',
        summary:
          'a simulated machine, surprise for one by chance, exam for one without help; none: go on after a restart of the kernel',
        choices: () => ['surprise', 'exam', ...aliases()],
      },
      async run(context, args) {
        const { start } = await import('./exercise.ts');
        return start(context, args);
      },
    },
    status: {
      summary: 'Show the machine you are on, with time, answers and hints.',
      interfaces: ['notebook'],
      options: [],
      uses: [],
      async run(context) {
        const { status } = await import('./exercise.ts');
        return status(context);
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
    report: {
      summary: 'Show what was done in this notebook: machines, answers, hints and minutes.',
      interfaces: ['notebook'],
      options: [],
      uses: [],
      async run(context) {
        const { report } = await import('./exercise.ts');
        return report(context);
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
        usage: 'MACHINE -- COMMAND...',
        summary: 'a simulated machine, and the command with its arguments',
        most: Number.POSITIVE_INFINITY,
        choices: aliases,
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
    'lab run larch -- tf-gpu-doctor gpu-check',
  ],
};
