import type { Arguments, Command, Context } from '../../command-model/command.ts';
import { yesOption } from '../../command-model/common-options.ts';
import { gpuVariables } from './variables.ts';

/** Shows, sets and unsets the variables that decide about GPUs. */
export const gpuEnv: Command = {
  name: 'gpu-env',
  summary: "Show, set or unset the GPU-related variables of the notebook's Python.",
  interfaces: ['notebook', 'terminal'],
  defaultVerb: 'show',
  verbs: {
    show: {
      summary: 'Show the variables, their values and what each does.',
      options: [],
      uses: ['from', 'raw'],
      async run(context, args) {
        const { showVariables } = await import('./run.ts');
        return showVariables(context, args);
      },
    },
    set: {
      summary: 'Set variables, and restart Python under them.',
      options: [yesOption],
      uses: ['raw'],
      positional: {
        usage: 'NAME=VALUE...',
        summary: 'variables with their new values',
        most: 64,
        choices: () => gpuVariables().map(({ name }) => `${name}=`),
      },
      run: change('set'),
    },
    unset: {
      summary: 'Take variables away, and restart Python without them.',
      options: [yesOption],
      uses: ['raw'],
      positional: {
        usage: 'NAME...',
        summary: 'names of variables',
        most: 64,
        choices: () => gpuVariables().map(({ name }) => name),
      },
      run: change('unset'),
    },
  },
  examples: [
    'gpu-env',
    'gpu-env set CUDA_VISIBLE_DEVICES=0',
    'gpu-env unset LD_LIBRARY_PATH --yes',
  ],
};

function change(verb: 'set' | 'unset') {
  return async (context: Context, args: Arguments) => {
    const commands = await import('./run.ts');
    return commands.change(verb, context, args);
  };
}
