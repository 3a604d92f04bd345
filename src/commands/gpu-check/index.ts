import type { PlainCommand } from '../../command-model/command.ts';
import { checkOptions } from '../../command-model/check-options.ts';
import { refuseInExam } from '../../lab/exam.ts';

/** The verdict: each link of the chain, the root cause, its evidence and remedies. */
export const gpuCheck: PlainCommand = {
  name: 'gpu-check',
  summary: 'Find out whether TensorFlow uses your GPU, and if not, why.',
  interfaces: ['notebook', 'terminal'],
  options: [
    ...checkOptions,
    { name: 'require-gpu', summary: 'exit with 1 when there is no GPU that TensorFlow uses' },
  ],
  uses: ['python', 'from', 'timeout', 'raw'],
  examples: ['gpu-check', 'gpu-check --static', 'gpu-check --from snapshot.json --json'],
  async run(context, args) {
    refuseInExam('gpu-check', context);
    const { check } = await import('./run.ts');
    return check(context, args);
  },
};
