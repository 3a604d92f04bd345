import { describe, expect, test } from 'vitest';
import type { RunnableCell } from '../../../src/jupyter/notebook-format.ts';
import { collectOutputs } from '../../../src/jupyter/outputs.ts';

/** Two cells that were begun as requests `one` and `two`. */
function begun() {
  const outputs = collectOutputs();
  const empty: RunnableCell = { cell_type: 'code', metadata: {}, source: '' };
  const cells = { one: { ...empty }, two: { ...empty } };
  outputs.begin(cells.one, 'one');
  outputs.begin(cells.two, 'two');
  const take = (request: string, type: string, content: object): boolean =>
    outputs.take({ header: { msg_type: type }, parent_header: { msg_id: request }, content });
  return { cells, take };
}

const text = (value: string) => ({ data: { 'text/plain': value }, metadata: {} });
const named = (value: string, id: string) => ({ ...text(value), transient: { display_id: id } });

test('text of one stream is one output, also when it comes in pieces', () => {
  const { cells, take } = begun();
  take('one', 'stream', { name: 'stdout', text: 'a' });
  take('one', 'stream', { name: 'stdout', text: 'b\n' });
  take('one', 'stream', { name: 'stderr', text: 'c' });
  take('one', 'stream', { name: 'stdout', text: 'd' });
  expect(cells.one.outputs?.map(({ name, text: shown }) => [name, shown])).toEqual([
    ['stdout', 'ab\n'],
    ['stderr', 'c'],
    ['stdout', 'd'],
  ]);
});

test('what a thread of an earlier cell prints goes to that cell', () => {
  const { cells, take } = begun();
  take('two', 'stream', { name: 'stdout', text: 'two' });
  take('one', 'stream', { name: 'stdout', text: 'late' });
  expect(cells.one.outputs).toEqual([{ name: 'stdout', output_type: 'stream', text: 'late' }]);
});

describe('display ids', () => {
  test('an update reaches every display of that id, in every cell', () => {
    const { cells, take } = begun();
    take('one', 'display_data', named('old', 'x'));
    take('two', 'execute_result', { ...named('old', 'x'), execution_count: 2 });
    take('two', 'display_data', named('other', 'y'));
    expect(take('two', 'update_display_data', named('new', 'x'))).toBe(true);
    expect([cells.one.outputs, cells.two.outputs]).toEqual([
      [{ ...text('new'), output_type: 'display_data' }],
      [
        { ...text('new'), execution_count: 2, output_type: 'execute_result' },
        { ...text('other'), output_type: 'display_data' },
      ],
    ]);
  });

  test('of an unknown id it changes nothing', () => {
    const { take } = begun();
    expect(take('one', 'update_display_data', named('new', 'x'))).toBe(false);
  });
});

describe('clear_output', () => {
  test('at once', () => {
    const { cells, take } = begun();
    take('one', 'stream', { name: 'stdout', text: 'a' });
    take('one', 'clear_output', { wait: false });
    expect(cells.one.outputs).toEqual([]);
  });

  test('with the next output', () => {
    const { cells, take } = begun();
    take('one', 'stream', { name: 'stdout', text: 'a' });
    take('one', 'clear_output', { wait: true });
    expect(cells.one.outputs).toHaveLength(1);
    take('one', 'stream', { name: 'stdout', text: 'b' });
    expect(cells.one.outputs).toEqual([{ name: 'stdout', output_type: 'stream', text: 'b' }]);
  });
});

test('the number of the run is the kernel’s, and errors keep their traceback', () => {
  const { cells, take } = begun();
  take('one', 'execute_input', { code: '', execution_count: 7 });
  take('one', 'error', { ename: 'E', evalue: 'v', traceback: ['t'] });
  expect(cells.one.execution_count).toBe(7);
  expect(cells.one.outputs).toEqual([
    { ename: 'E', evalue: 'v', output_type: 'error', traceback: ['t'] },
  ]);
  expect(take('one', 'status', { execution_state: 'idle' })).toBe(false);
  expect(take('unknown', 'stream', { name: 'stdout', text: 'x' })).toBe(false);
});
