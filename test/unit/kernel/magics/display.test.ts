import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { createDisplay } from '../../../../kernel/magics/display.ts';
import { asObject, asText } from '../../../../kernel/wire/json.ts';
import type { JsonObject } from '../../../../src/json.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched(progress: 'stays' | 'cleared' | 'none' = 'cleared') {
  const published: { type: string; text: string; id: unknown }[] = [];
  const publish = (type: string, content: JsonObject) => {
    const data = asObject(content['data']);
    const id = asObject(content['transient'])['display_id'];
    published.push({ type, text: asText(data['text/plain']).trim(), id });
  };
  const clear = () => publish('clear_output', { wait: true });
  const place = { none: {}, stays: { progress: 'stays' }, cleared: { progress: clear } } as const;
  return { display: createDisplay({ publish, ...place[progress] }), published };
}

const report = (text: string) => ({ blocks: [{ kind: 'paragraph', text }] }) as const;
const outcome = (text: string) =>
  ({
    report: report(text),
    value: { schema: 'tf-gpu-doctor/x', version: 1 },
    exitCode: 0,
  }) as const;

it('shows the first step at once, then the newest now and then, and the result in place of them', () => {
  const { display, published } = watched();
  display.show(report('1'));
  for (const step of ['2', '3', '4']) display.show(report(step));
  vi.advanceTimersByTime(1000);
  display.show(report('5'));
  display.show(report('6'));
  display.finish(outcome('result'));
  vi.advanceTimersByTime(1000);
  expect(published.map(({ type, text }) => [type, text])).toEqual([
    ['display_data', '1'],
    ['update_display_data', '4'],
    ['update_display_data', '5'],
    ['clear_output', ''],
    ['display_data', 'result'],
  ]);
  expect(new Set(published.slice(0, 3).map(({ id }) => id)).size).toBe(1);
});

it('marks the progress as done where the cell cannot be cleared', () => {
  const { display, published } = watched('stays');
  display.show(report('1'));
  display.finish(outcome('result'));
  expect(published.map(({ type }) => type)).toEqual([
    'display_data',
    'update_display_data',
    'display_data',
  ]);
  expect(published[1]?.text).toContain('Done');
  expect(published[2]?.text).toBe('result');
});

it('shows no progress where the output is captured', () => {
  const { display, published } = watched('none');
  display.show(report('1'));
  display.finish(outcome('result'));
  expect(published.map(({ text }) => text)).toEqual(['result']);
});

it('shows a result without steps as a new display', () => {
  const { display, published } = watched();
  display.finish(outcome('result'));
  expect(published.map(({ type }) => type)).toEqual(['display_data']);
});

it('sends nothing more when it is stopped', () => {
  const { display, published } = watched();
  display.show(report('1'));
  display.show(report('2'));
  display.stop();
  vi.advanceTimersByTime(1000);
  expect(published).toHaveLength(1);
});
