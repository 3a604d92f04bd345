import type { Command } from '../../command-model/command.ts';

/** Shows, sets and unsets the variables that decide about GPUs. */
export const gpuEnv: Command = {
  name: 'gpu-env',
  summary: "Show, set or unset the GPU-related variables of the notebook's Python.",
  interfaces: ['notebook', 'terminal'],
  options: [
    { name: 'yes', summary: 'restart Python without asking, although its variables are lost' },
  ],
  positional: {
    usage: '[show | set NAME=VALUE... | unset NAME...]',
    summary: 'without words: show',
    choices: () => ['show', 'set', 'unset'],
  },
  examples: [
    'gpu-env',
    'gpu-env set CUDA_VISIBLE_DEVICES=0',
    'gpu-env unset LD_LIBRARY_PATH --yes',
  ],
  async run(context, args) {
    const { changeEnvironment } = await import('./run.ts');
    return changeEnvironment(context, args);
  },
};
