import type { Command } from '../command-model/command.ts';
import { compare } from './compare/index.ts';
import { cudaVersions } from './cuda-versions/index.ts';
import { explain } from './explain/index.ts';
import { gpuCheck } from './gpu-check/index.ts';
import { gpuEnv } from './gpu-env/index.ts';
import { gpuFix } from './gpu-fix/index.ts';
import { gpuPlan } from './gpu-plan/index.ts';
import { gpuPython } from './gpu-python/index.ts';
import { guide } from './guide/index.ts';
import { kernel } from './kernel/index.ts';
import { lab } from './lab/index.ts';
import { matmulBench } from './matmul-bench/index.ts';
import { mcp } from './mcp/index.ts';
import { multiGpu } from './multi-gpu/index.ts';
import { notebook } from './notebook/index.ts';
import { page } from './page/index.ts';
import { report } from './report/index.ts';
import { snapshot } from './snapshot/index.ts';
import { tfMessages } from './tf-messages/index.ts';

/** Everything the product can do, in the order of the help page. */
export const commands: readonly Command[] = [
  gpuCheck,
  cudaVersions,
  matmulBench,
  multiGpu,
  explain,
  tfMessages,
  gpuFix,
  gpuPlan,
  gpuEnv,
  gpuPython,
  snapshot,
  report,
  compare,
  guide,
  lab,
  notebook,
  page,
  mcp,
  kernel,
];

export { examForbidsAnswers } from './lab/index.ts';
