import { expect, test } from 'vitest';
import { parseFrontMatter } from '../../../src/guide/front-matter.ts';

const good = `---
title: Memory
summary: Who takes it
order: 17
follows: Why isn't it used?
run-with: TensorFlow 2.21.0: no GPU
---

Text: not a key.
`;

test('keys, and the rest is the body', () => {
  expect(parseFrontMatter(good, 'memory.md')).toEqual({
    front: {
      title: 'Memory',
      summary: 'Who takes it',
      order: 17,
      follows: "Why isn't it used?",
      'run-with': 'TensorFlow 2.21.0: no GPU',
    },
    body: 'Text: not a key.\n',
  });
});

test.each([
  ['no front matter', 'Text', 'memory.md does not begin with front matter'],
  ['a key is missing', good.replace(/run-with.*\n/, ''), 'run-with'],
  ['a key is misspelt', good.replace('summary', 'sumary'), 'sumary'],
  ['the order is no number', good.replace('17', 'last'), 'order: is not a whole number'],
])('%s', (_, text, message) => {
  expect(() => parseFrontMatter(text, 'memory.md')).toThrow(message);
});
