import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { drawingOn } from '../../../src/cli/drawing.ts';
import { linesOn } from '../../../src/cli/progress.ts';
import type { Report } from '../../../src/report/report.ts';

const style = { width: 80, colour: false };
const step = (text: string): Report => ({ blocks: [{ kind: 'progress', text }] });

let written: string[];
const write = (text: string): number => written.push(text);

beforeEach(() => {
  written = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

test('a terminal is redrawn in place, not more often than needed, and left clean', () => {
  const progress = drawingOn({ columns: 80, rows: 24, write }, style);
  progress.show(step('one'));
  vi.advanceTimersByTime(1);
  progress.show(step('two'));
  progress.show(step('three'));
  vi.advanceTimersByTime(200);
  progress.end();
  vi.advanceTimersByTime(200);
  const up = '\u001b[1A\r\u001b[J';
  expect(written).toEqual(['… one\n', `${up}… three\n`, up]);
});

test('a terminal that does not know its size is redrawn all the same', () => {
  const progress = drawingOn({ columns: 0, rows: 0, write }, style);
  progress.show(step('one'));
  vi.advanceTimersByTime(1);
  progress.end();
  expect(written).toEqual(['… one\n', '\u001b[1A\r\u001b[J']);
});

test('lines that a narrow terminal breaks are counted as it shows them', () => {
  const progress = drawingOn({ columns: 24, rows: 24, write }, style);
  progress.show({ blocks: [{ kind: 'commands', lines: ['x'.repeat(60)] }] });
  vi.advanceTimersByTime(1);
  progress.end();
  expect(written.at(-1)).toBe('\u001b[3A\r\u001b[J');
});

test('what is higher than the terminal shows its end', () => {
  const progress = drawingOn({ columns: 80, rows: 4, write }, style);
  progress.show({ blocks: [{ kind: 'list', items: ['1', '2', '3', '4', '5'] }] });
  vi.advanceTimersByTime(1);
  expect(written).toEqual(['- 3\n- 4\n- 5\n']);
});

test('elsewhere a step has a line when it takes longer than a second', () => {
  const progress = linesOn({ write });
  progress.show(step('fast'));
  vi.advanceTimersByTime(500);
  progress.show(step('slow'));
  vi.advanceTimersByTime(800);
  progress.show(step('slow'));
  vi.advanceTimersByTime(800);
  progress.show(step('never'));
  progress.end();
  vi.advanceTimersByTime(5000);
  expect(written).toEqual(['slow …\n']);
});
