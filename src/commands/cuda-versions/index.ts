import type { PlainCommand } from '../../command-model/command.ts';
import { noDriverOption } from '../../command-model/check-options.ts';

/** Every version that matters, side by side, and which of them fit together. */
export const cudaVersions: PlainCommand = {
  name: 'cuda-versions',
  summary: 'Show every version that matters side by side, and which of them fit together.',
  interfaces: ['notebook', 'terminal'],
  options: [noDriverOption],
  uses: ['python', 'from', 'timeout', 'raw'],
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
