import type { Option } from './command.ts';

/** How much of a machine is looked at: understood by every command that checks one as a whole. */
export const machineOptions: readonly Option[] = [
  { name: 'static', summary: 'read files and ask the driver only; never start TensorFlow' },
  { name: 'live', summary: 'start TensorFlow even when the machine is known to have no GPU' },
  { name: 'no-driver', summary: 'leave the driver alone: read files only' },
];
