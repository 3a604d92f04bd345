import type { PlainCommand } from '../../command-model/command.ts';

/** Whether several GPUs, or several workers, train together rightly, and how fast. */
export const multiGpu: PlainCommand = {
  name: 'multi-gpu',
  summary: 'Train on several GPUs together, and compare gradients and speed with one.',
  interfaces: ['notebook', 'terminal'],
  options: [
    {
      name: 'devices',
      value: 'DEVICE,DEVICE',
      summary: 'gpu:0, gpu:1 … (all there are)',
      choices: ['gpu:0', 'gpu:0,gpu:1'],
    },
    {
      name: 'replicas',
      value: 'N',
      summary: 'without a GPU: into how many devices the processor is divided (2)',
    },
    { name: 'batch', value: 'N', summary: 'examples of each device in a step' },
    {
      name: 'workers',
      value: 'N',
      summary: 'so many processes of this machine by MultiWorkerMirroredStrategy, on the CPU',
    },
    { name: 'seconds', value: 'SECONDS', summary: 'measure for about this long in all (6)' },
  ],
  uses: ['python', 'timeout', 'raw'],
  examples: ['multi-gpu', 'multi-gpu --replicas 4', 'multi-gpu --workers 2'],
  async run(context, args) {
    const { trainTogether } = await import('./run.ts');
    return trainTogether(context, args);
  },
};
