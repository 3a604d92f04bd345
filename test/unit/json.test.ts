import { expect, test } from 'vitest';
import { jsonText } from '../../src/json.ts';

test.each([
  ['a C1 control that begins a terminal sequence', 'a\u009b31mred', String.raw`"a\u009b31mred"`],
  ['DEL', '\u007f', String.raw`"\u007f"`],
  ['a mark that reverses text', 'exe\u202etxt', String.raw`"exe\u202etxt"`],
  ['a hidden tag', '\u{e0041}', String.raw`"\udb40\udc41"`],
  ['letters and emoji stay', 'é日🐍', '"é日🐍"'],
])('%s', (_, value, text) => {
  expect(jsonText(value)).toBe(text);
  expect(JSON.parse(text)).toBe(value);
});

test('an object keeps its layout', () => {
  expect(jsonText({ a: ['\u009b'] }, 1)).toBe('{\n "a": [\n  "\\u009b"\n ]\n}');
});
