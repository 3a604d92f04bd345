import type { Command } from '../../command-model/command.ts';
import { yesOption } from '../../command-model/common-options.ts';

/** Which Pythons there are, what TensorFlow each has, and which one is diagnosed. */
export const gpuPython: Command = {
  name: 'gpu-python',
  summary: 'Show the Pythons of this machine and the TensorFlow each has; switch to one.',
  interfaces: ['notebook', 'terminal'],
  defaultVerb: 'list',
  verbs: {
    list: {
      summary: 'Show the Pythons of this machine, and which of them is diagnosed.',
      options: [],
      uses: ['python', 'from', 'timeout', 'raw'],
      async run(context, args) {
        const { listPythons } = await import('./run.ts');
        return listPythons(context, args);
      },
    },
    use: {
      summary: 'Diagnose another Python from now on; a notebook restarts with it.',
      options: [yesOption],
      uses: ['raw'],
      positional: { usage: 'PATH', summary: 'a Python, or the folder of its environment' },
      async run(context, args) {
        const { use } = await import('./run.ts');
        return use(context, args);
      },
    },
    forget: {
      summary: 'Undo `use`: the active environment or the first Python on PATH counts again.',
      options: [],
      uses: [],
      async run(context) {
        const { forget } = await import('./run.ts');
        return forget(context);
      },
    },
  },
  examples: ['gpu-python', 'gpu-python use ~/venvs/tf/bin/python', 'gpu-python forget'],
};
