import type { Command } from '../../command-model/command.ts';

/** Which Pythons there are, what TensorFlow each has, and which one is diagnosed. */
export const gpuPython: Command = {
  name: 'gpu-python',
  summary: 'Show the Pythons of this machine and the TensorFlow each has; switch to one.',
  interfaces: ['notebook', 'terminal'],
  options: [
    { name: 'yes', summary: 'restart Python without asking, although its variables are lost' },
  ],
  positional: {
    usage: '[list | use PATH | forget]',
    summary: 'without words: list. `forget` undoes `use`',
    choices: () => ['list', 'use', 'forget'],
  },
  examples: ['gpu-python', 'gpu-python use ~/venvs/tf/bin/python', 'gpu-python forget'],
  async run(context, args) {
    const [verb = 'list'] = args.positionals;
    if (verb === 'list') {
      const { listPythons } = await import('./list.ts');
      return listPythons(context, args);
    }
    const { changePython } = await import('./run.ts');
    return changePython(context, args);
  },
};
