import type { Command } from './command.ts';

/** Everything the product can do, in the order of the help page. */
export const commands: readonly Command[] = [];
