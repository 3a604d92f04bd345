import { cleanLine } from './foreign.ts';
import type { Report } from './report.ts';

/** What a command is doing, in one line, for an interface that cannot draw; undefined when the report names no step. */
export function stepOf({ blocks }: Report): string | undefined {
  const block = blocks.find((one) => one.kind === 'progress' || one.kind === 'headline');
  return block && cleanLine(block.text);
}
