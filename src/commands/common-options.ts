import type { Option } from './command.ts';

/** Options that every command understands. */
export const commonOptions: readonly Option[] = [
  { name: 'json', summary: 'print one JSON object and nothing else' },
  { name: 'python', value: 'PATH', summary: 'the Python to diagnose' },
  { name: 'from', value: 'FILE', summary: 'work on a snapshot or report instead of this machine' },
  { name: 'timeout', value: 'SECONDS', summary: 'give up after this long' },
  { name: 'verbose', summary: 'show every detail' },
  { name: 'raw', summary: 'do not remove names, paths and addresses from the output' },
  { name: 'help', summary: 'show this help' },
];
