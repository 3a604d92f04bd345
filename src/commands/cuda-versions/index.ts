import type { Command } from '../../command-model/command.ts';

/** Every version that matters, side by side, and which of them fit together. */
export const cudaVersions: Command = {
  name: 'cuda-versions',
  summary: 'Show every version that matters side by side, and which of them fit together.',
  interfaces: ['notebook', 'terminal'],
  options: [{ name: 'no-driver', summary: 'leave the driver alone: read files only' }],
  examples: [
    'cuda-versions',
    'cuda-versions --python ~/venvs/tf/bin/python',
    'cuda-versions --json',
  ],
  async run(context, args) {
    const { showVersions } = await import('./run.ts');
    return showVersions(context, args);
  },
};
