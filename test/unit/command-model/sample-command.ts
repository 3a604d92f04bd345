import type { Command, Context, Outcome } from '../../../src/command-model/command.ts';
import type { Interface } from '../../../src/interface.ts';

export const done: Outcome = {
  report: { blocks: [{ kind: 'paragraph', text: 'Done.' }] },
  value: { schema: 'tf-gpu-doctor/sample', version: 1 },
  exitCode: 0,
};

/** A command with one of everything. */
export const sample: Command = {
  name: 'matmul-bench',
  summary: 'measure matmul',
  interfaces: ['notebook', 'terminal'],
  options: [
    { name: 'sizes', value: 'LIST', summary: 'edge lengths' },
    { name: 'dtypes', value: 'LIST', summary: 'number types', choices: ['float32', 'bfloat16'] },
    { name: 'static', summary: 'read files only' },
  ],
  positional: { usage: '[ID]', summary: 'which one', choices: () => ['first', 'second'] },
  cell: true,
  examples: ['matmul-bench --sizes 512'],
  run: () => Promise.resolve(done),
};

/** It takes no words and no cell, and only the terminal has it. */
export const plain: Command = {
  name: 'kernel',
  summary: 'Install it.',
  interfaces: ['terminal'],
  options: [],
  examples: [],
  run: () => Promise.resolve(done),
};

export function contextFor(ui: Interface, signal = new AbortController().signal): Context {
  return { ui, environment: {}, cwd: '/', signal, show: () => undefined };
}
