import { expect, test } from 'vitest';
import { readFacts } from '../../../src/facts/facts.ts';
import { familyOf } from '../../../src/facts/libraries.ts';
import { snapshotWith } from './snapshot-with.ts';

test.each([
  ['90300', '9.3.0'],
  ['8907', '8.9.7'],
  ['91002', '9.10.2'],
  ['9.3.0', '9.3.0'],
])('cuDNN that says %s is %s', (said, version) => {
  const main = {
    soname: 'libcudnn.so.9',
    path: '/lib/libcudnn.so.9',
    loads: true,
    error: null,
    why: null,
    dependency: null,
    version: said,
    versionSource: 'function' as const,
    elsewhere: [],
  };
  const facts = readFacts(
    snapshotWith({
      'cuda-libraries': { method: 'loader', searchList: [], libraries: [main], tools: [] },
    }),
  );
  expect(facts.cudnn.version).toMatchObject({ value: version });
});

test.each([
  ['libcudart.so.12', 'cudart'],
  ['libcublasLt.so.11', 'cublasLt'],
  ['cudart64_110.dll', 'cudart'],
  ['libcudnn_ops.so.9', 'cudnn_ops'],
])('%s is of the family %s', (soname, family) => {
  expect(familyOf(soname)).toBe(family);
});
