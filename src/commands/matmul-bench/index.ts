import type { PlainCommand } from '../../command-model/command.ts';

/** How fast TensorFlow multiplies matrices on the CPU and on each GPU, and whether the products are right. */
export const matmulBench: PlainCommand = {
  name: 'matmul-bench',
  summary: 'Measure matrix products on the CPU and on each GPU, and check the results.',
  interfaces: ['notebook', 'terminal'],
  options: [
    {
      name: 'sizes',
      value: 'N,N',
      summary: 'rows of the square matrices (512,1024,2048,4096)',
      choices: ['512', '1024', '2048', '4096', '8192'],
    },
    {
      name: 'dtypes',
      value: 'TYPE,TYPE',
      summary: 'float32, float16, bfloat16, float64 (float32; on GPUs float16 too)',
      choices: ['float32', 'float16', 'bfloat16', 'float64'],
    },
    {
      name: 'devices',
      value: 'DEVICE,DEVICE',
      summary: 'cpu, gpu:0, gpu:1 … (all there are)',
      choices: ['cpu', 'gpu:0'],
    },
    { name: 'seconds', value: 'SECONDS', summary: 'measure for about this long in all (10)' },
  ],
  uses: ['python', 'timeout', 'raw'],
  examples: [
    'matmul-bench',
    'matmul-bench --sizes 512,1024 --dtypes float32,bfloat16 --devices cpu,gpu:0 --seconds 5',
  ],
  async run(context, args) {
    const { bench } = await import('./run.ts');
    return bench(context, args);
  },
};
