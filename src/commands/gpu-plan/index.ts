import type { Command } from '../../command-model/command.ts';
import { managers, systems } from '../../plan/wish.ts';
import { formats } from './formats.ts';

/** What to install, here or on a machine that is described; checks files before anything is built from them. */
export const gpuPlan: Command = {
  name: 'gpu-plan',
  summary: 'Say what to install so that TensorFlow uses the GPU.',
  interfaces: ['notebook', 'terminal'],
  uses: ['from', 'timeout', 'raw'],
  options: [
    { name: 'gpu', value: 'NAME', summary: 'the GPU, as `nvidia-smi` prints it; or `none`' },
    { name: 'driver', value: 'VERSION', summary: 'the version of the NVIDIA driver' },
    {
      name: 'python',
      value: 'VERSION',
      summary: 'the version of Python, such as 3.12; or the path of the one to plan for',
    },
    { name: 'os', value: 'SYSTEM', summary: 'the operating system', choices: systems },
    { name: 'tensorflow', value: 'VERSION', summary: 'the TensorFlow that it has to be' },
    {
      name: 'manager',
      value: 'NAME',
      summary: 'what shall install the packages',
      choices: managers,
    },
    {
      name: 'check',
      value: 'FILE',
      summary:
        'find what keeps TensorFlow from the GPU in a requirements.txt, pyproject.toml, environment.yml or Dockerfile',
    },
    { name: 'format', value: 'FORMAT', summary: 'how `--check` prints problems', choices: formats },
    {
      name: 'create',
      value: 'FOLDER',
      summary: 'build the environment there, check it and offer it to Jupyter',
    },
    { name: 'yes', summary: 'for `--create`: do it' },
  ],
  examples: [
    'gpu-plan',
    'gpu-plan --gpu "RTX 4090" --driver 535.183 --python 3.12 --os linux',
    'gpu-plan --check requirements.txt --format github',
    'gpu-plan --create ~/tf-gpu --yes',
  ],
  async run(context, args) {
    const { plan } = await import('./run.ts');
    return plan(context, args);
  },
};
