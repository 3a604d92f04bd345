import type { Command } from './command.ts';
import { compare } from './compare.ts';
import { cudaVersions } from './cuda-versions.ts';
import { explain } from './explain.ts';
import { gpuCheck } from './gpu-check.ts';
import { gpuEnv } from './gpu-env.ts';
import { gpuPython } from './gpu-python.ts';
import { guide } from './guide.ts';
import { kernel } from './kernel.ts';
import { lab } from './lab.ts';
import { matmulBench } from './matmul-bench.ts';
import { notebook } from './notebook.ts';
import { report } from './report.ts';
import { snapshot } from './snapshot.ts';

/** Everything the product can do, in the order of the help page. */
export const commands: readonly Command[] = [
  gpuCheck,
  cudaVersions,
  matmulBench,
  explain,
  gpuEnv,
  gpuPython,
  snapshot,
  report,
  compare,
  guide,
  lab,
  notebook,
  kernel,
];
