import type { PlainCommand } from '../../command-model/command.ts';

/** The browser version: one file that works offline, for somebody who installs nothing. */
export const page: PlainCommand = {
  name: 'page',
  summary: 'Write the browser version as one HTML file, which works offline.',
  interfaces: ['terminal'],
  options: [],
  uses: [],
  positional: { usage: '[FILE]', summary: 'tf-gpu-doctor.html when left out' },
  examples: ['page', 'page doctor.html'],
  async run(context, args) {
    const { writePage } = await import('./run.ts');
    return writePage(context, args);
  },
};
