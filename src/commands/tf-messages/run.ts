import { UsageError } from '../../errors.ts';
import type { Context, Outcome, TfMessagesMode } from '../../command-model/command.ts';

const meanings: Readonly<Record<TfMessagesMode, string>> = {
  on: "TensorFlow's messages are shown as they come. When they say that no GPU will be used, a note under the cell says why, once for each cause.",
  off: "TensorFlow's messages are shown as they come, and nothing is said about them.",
  fold: 'Harmless messages of TensorFlow are shown as one line that unfolds. When others say that no GPU will be used, a note under the cell says why.',
};

/** Chooses what becomes of TensorFlow's messages from the next cell on, or says what is chosen. */
export function chooseMessages({ tfMessages }: Context, mode?: TfMessagesMode): Outcome {
  if (tfMessages === undefined) {
    throw new UsageError(
      'Only the kernel TensorFlow GPU Doctor reads the output of cells. Here, paste messages into a cell that begins with `%%explain`.',
    );
  }
  if (mode !== undefined) tfMessages.setMode(mode);
  const chosen = tfMessages.mode();
  return {
    report: {
      blocks: [
        { kind: 'headline', status: 'ok', text: `\`tf-messages\` is \`${chosen}\`.` },
        { kind: 'paragraph', text: meanings[chosen] },
      ],
    },
    value: { schema: 'tf-gpu-doctor/tf-messages', version: 1, mode: chosen },
    exitCode: 0,
  };
}
