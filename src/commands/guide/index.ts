import { findingIds, pageIds } from '../../content/page-ids.ts';
import type { PlainCommand } from '../../command-model/command.ts';

/** The guide in the notebook and the terminal: its list of pages, one page, or the page of a finding. */
export const guide: PlainCommand = {
  name: 'guide',
  summary: 'Show the pages of the troubleshooting guide, or the page of a finding.',
  interfaces: ['notebook', 'terminal'],
  options: [],
  uses: [],
  positional: {
    usage: '[ID]',
    summary: 'a page of the guide, or a finding',
    choices: () => [...pageIds(), ...findingIds()],
  },
  examples: ['guide', 'guide start', 'guide cuda-visible-devices'],
  async run(context, args) {
    const { showGuide } = await import('./run.ts');
    return showGuide(context, args);
  },
};
