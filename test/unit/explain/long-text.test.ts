import { expect, test } from 'vitest';
import { loadKnowledge } from '../../../src/content/knowledge.ts';
import { explainText } from '../../../src/explain/explain.ts';

test('a long text is taken in pieces, never between the halves of a character', () => {
  const line =
    "😀 Could not load dynamic library 'libcudnn.so.8'; dlerror: libcudnn.so.8: no such file";
  // The first half of the emoji is the last unit of the first piece.
  const text = `${'x'.repeat(999_998)}\n${line}\n${'y\n'.repeat(600_000)}`;
  const shares: number[] = [];
  const { marked } = explainText(text, loadKnowledge(), (share) => shares.push(share));
  expect(marked).toStrictEqual([{ line: 2, text: line }]);
  expect(shares).toHaveLength(3);
  expect(
    shares.every((share, at) => share >= 0 && share < 1 && share >= (shares[at - 1] ?? 0)),
  ).toBe(true);
});
