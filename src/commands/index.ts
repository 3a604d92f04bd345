import type { Command } from './command.ts';
import { guide } from './guide.ts';
import { kernel } from './kernel.ts';
import { matmulBench } from './matmul-bench.ts';

/** Everything the product can do, in the order of the help page. */
export const commands: readonly Command[] = [matmulBench, guide, kernel];
