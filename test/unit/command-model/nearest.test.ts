import { expect, test } from 'vitest';

import { nearest } from '../../../src/command-model/nearest.ts';

const names = ['gpu-check', 'gpu-fix', 'cuda-versions', 'explain', 'lab'];

test.each([
  ['gpu-chek', 'gpu-check'],
  ['gpu_check', 'gpu-check'],
  ['GPU-Check', 'gpu-check'],
  ['gpucheck', 'gpu-check'],
  ['cuda', 'cuda-versions'],
  ['cuda-version', 'cuda-versions'],
  ['explian', 'explain'],
  ['la', 'lab'],
  ['lba', 'lab'],
  ['xyz', undefined],
  ['', undefined],
  ['g'.repeat(100_000), undefined],
])('%s → %s', (word, expected) => {
  expect(nearest(word, names)).toBe(expected);
});

test('there may be nothing to choose from', () => {
  expect(nearest('gpu-check', [])).toBeUndefined();
});
