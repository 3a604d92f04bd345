import type { Action, Command, TfMessagesMode } from '../../command-model/command.ts';

/** What becomes of TensorFlow's messages in the output of cells. */
export const tfMessages: Command = {
  name: 'tf-messages',
  summary:
    "Choose what becomes of TensorFlow's messages under a cell: explained, left alone or folded.",
  interfaces: ['notebook'],
  defaultVerb: 'show',
  verbs: {
    show: { ...action('Show what is chosen now.'), run: (context, args) => run(context, args) },
    on: choice('on', 'Explain once under a cell why TensorFlow will not use a GPU.'),
    off: choice('off', 'Leave the messages as they are, without an explanation.'),
    fold: choice('fold', 'Explain, and show harmless messages as one line that unfolds.'),
  },
  examples: ['tf-messages', 'tf-messages fold', 'tf-messages off'],
};

function action(summary: string) {
  return { summary, options: [], uses: ['raw'] } as const;
}

function choice(mode: TfMessagesMode, summary: string): Action {
  return { ...action(summary), run: (context, args) => run(context, args, mode) };
}

async function run(
  context: Parameters<Action['run']>[0],
  _args: Parameters<Action['run']>[1],
  mode?: TfMessagesMode,
) {
  const { chooseMessages } = await import('./run.ts');
  return chooseMessages(context, mode);
}
