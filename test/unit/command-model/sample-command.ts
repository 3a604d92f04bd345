import type {
  Context,
  Outcome,
  PlainCommand,
  VerbCommand,
} from '../../../src/command-model/command.ts';
import type { Interface } from '../../../src/interface.ts';

export const done: Outcome = {
  report: { blocks: [{ kind: 'paragraph', text: 'Done.' }] },
  value: { schema: 'tf-gpu-doctor/sample', version: 1 },
  exitCode: 0,
};

/** A command with one of everything. */
export const sample: PlainCommand = {
  name: 'matmul-bench',
  summary: 'Measure matmul.',
  interfaces: ['notebook', 'terminal'],
  options: [
    { name: 'sizes', value: 'LIST', summary: 'edge lengths' },
    { name: 'dtypes', value: 'LIST', summary: 'number types', choices: ['float32', 'bfloat16'] },
    { name: 'static', summary: 'read files only' },
  ],
  uses: ['python', 'timeout', 'raw'],
  positional: { usage: '[ID]', summary: 'which one', choices: () => ['first', 'second'], most: 2 },
  cell: true,
  examples: ['matmul-bench --sizes 512'],
  run: () => Promise.resolve(done),
};

/** It takes no words and no cell, and only the terminal has it. */
export const plain: PlainCommand = {
  name: 'kernel',
  summary: 'Install it.',
  interfaces: ['terminal'],
  options: [],
  uses: [],
  examples: [],
  run: () => Promise.resolve(done),
};

/** A command with verbs, of which one has options of its own and one is for a notebook only. */
export const withVerbs: VerbCommand = {
  name: 'lab',
  summary: 'Practise.',
  interfaces: ['notebook', 'terminal'],
  defaultVerb: 'list',
  verbs: {
    list: { summary: 'List all.', options: [], uses: [], run: () => done },
    start: {
      summary: 'Start one.',
      interfaces: ['notebook'],
      options: [{ name: 'yes', summary: 'do not ask' }],
      uses: ['timeout'],
      positional: { usage: 'NAME', summary: 'which one', choices: () => ['first', 'second'] },
      run: (_context, args) => ({ ...done, value: { ...done.value, ...args } }),
    },
    run: {
      summary: 'Run a command.',
      interfaces: ['terminal'],
      options: [],
      uses: ['python'],
      positional: { usage: 'NAME -- COMMAND...', summary: 'what', most: 100 },
      run: (_context, args) => ({ ...done, value: { ...done.value, ...args } }),
    },
  },
  examples: ['lab', 'lab start first', 'lab run first -- python'],
};

export function contextFor(ui: Interface, signal = new AbortController().signal): Context {
  return { ui, environment: {}, cwd: '/', signal, show: () => undefined };
}
