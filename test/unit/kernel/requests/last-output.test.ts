import { expect, test } from 'vitest';
import { createLastOutput } from '../../../../kernel/requests/last-output.ts';
import { compose, type Message } from '../../../../kernel/wire/message.ts';
import type { JsonObject } from '../../../../src/json.ts';
import { sample } from '../../command-model/sample-command.ts';

const request = (code: string): Message => compose({ type: 'execute_request', content: { code } });

function kernelWith(): {
  readonly text: () => string;
  readonly run: (code: string, ...outputs: (readonly [string, JsonObject])[]) => void;
} {
  const output = createLastOutput([sample]);
  return {
    text: output.text,
    run(code, ...outputs) {
      const parent = request(code);
      for (const [type, content] of [['execute_input', { code }] as const, ...outputs]) {
        output.published(compose({ type, content, parent }));
      }
    },
  };
}

const stream = (text: string) => ['stream', { name: 'stderr', text }] as const;

test('the last cell that printed something counts, with all that it printed', () => {
  const { run, text } = kernelWith();
  run('1', stream('old\n'));
  run(
    '2',
    stream('new\n'),
    ['execute_result', { data: { 'text/plain': '[]' } }],
    ['error', { ename: 'E', traceback: ['Traceback', 'E: x'] }],
  );
  run('x = 1');
  expect(text()).toBe('new\n[]\nTraceback\nE: x\n');
});

test('answers of our magics are no output', () => {
  const { run, text } = kernelWith();
  run('import tensorflow', stream('log\n'));
  run('%matmul-bench', ['display_data', { data: { 'text/plain': 'table' } }]);
  run('%matmul-bench --no', ['error', { ename: 'UsageError', traceback: ['no option'] }]);
  run('x = %matmul-bench', [
    'display_data',
    { data: { 'text/plain': 'table', 'application/vnd.tf-gpu-doctor.x+json': {} } },
  ]);
  expect(text()).not.toContain('table');
  expect(text()).not.toContain('no option');
});

test('of a long output the end is kept', () => {
  const { run, text } = kernelWith();
  run('1', ...Array.from({ length: 3000 }, (_, line) => stream(`${line} ${'x'.repeat(1000)}\n`)));
  expect(text().length).toBeLessThan(1_100_000);
  expect(text()).toContain('\n2999 x');
});
