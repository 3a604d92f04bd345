import type { PlainCommand } from '../../command-model/command.ts';
import { UsageError } from '../../errors.ts';

/** The commands that only look, for an assistant in an editor, over the Model Context Protocol. */
export const mcp: PlainCommand = {
  name: 'mcp',
  summary: 'Let an assistant in an editor ask: an MCP server on standard input and output.',
  interfaces: ['terminal'],
  options: [
    {
      name: 'allow-live',
      summary:
        'let the assistant start TensorFlow; otherwise it can only have files and the driver read',
    },
  ],
  uses: [],
  examples: ['mcp', 'mcp --allow-live'],
  async run(context, args) {
    if (context.serveAssistant === undefined) {
      throw new UsageError('`mcp` is started by an editor, which speaks to it through pipes.');
    }
    await context.serveAssistant({ allowLive: args.options['allow-live'] !== undefined });
    const value = { schema: 'tf-gpu-doctor/mcp', version: 1 };
    return { report: { blocks: [] }, value, exitCode: 0, redact: false, printed: '' };
  },
};
