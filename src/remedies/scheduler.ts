import { remedy, type Remedy } from './remedy.ts';

const jobWord = 'JOB stands for your job script.';

/** How each scheduler is asked for one GPU. Sources: the manuals of Slurm, PBS, LSF, Grid Engine and Ray. */
const requests: Readonly<Record<string, { readonly summary: string; readonly line?: string }>> = {
  slurm: {
    summary: 'Ask for a GPU when you start the job. In a job script: `#SBATCH --gres=gpu:1`.',
    line: 'srun --gres=gpu:1 --pty python3',
  },
  pbs: { summary: `Ask for a GPU when you start the job. ${jobWord}`, line: 'qsub -l ngpus=1 JOB' },
  lsf: {
    summary: `Ask for a GPU when you start the job. ${jobWord}`,
    line: "bsub -gpu 'num=1' < JOB",
  },
  sge: { summary: `Ask for a GPU when you start the job. ${jobWord}`, line: 'qsub -l gpu=1 JOB' },
  ray: {
    summary: 'Ask Ray for a GPU: write `@ray.remote(num_gpus=1)` above the function or class.',
  },
};

/** Asks the scheduler for a GPU, in its own words. */
export function requestGpu(scheduler: string): Remedy {
  const { summary, line } = requests[scheduler] ?? {
    summary: 'Ask the scheduler for a GPU when you start the job.',
  };
  return remedy('request-gpu', 'system', summary, line === undefined ? [] : [line]);
}
