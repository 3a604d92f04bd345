import { describe, expect, test } from 'vitest';

import {
  isGroupName,
  isPackageName,
  isVersion,
  requirementOf,
} from '../../../src/remedies/grammar.ts';

test.each(['2.20.0', '2.23.0.dev20261026', '2.22.0rc0', '2.15.0.post1', '2.17.0+nv25.2', '12'])(
  '%s is a version',
  (text) => expect(isVersion(text)).toBe(true),
);
test.each(['', '2.20.0 ', '2.20;id', '$(id)', '2.*', 'a', '2..1', `1${'.1'.repeat(50)}`])(
  '%j is no version',
  (text) => expect(isVersion(text)).toBe(false),
);
test.each(['tensorflow', 'tf_keras', 'nvidia-cudnn-cu12', 'A.b'])('%s is a package', (text) =>
  expect(isPackageName(text)).toBe(true),
);
test.each(['', '-r', 'a b', 'a;b', '~ensorflow', 'a$(id)', '.', '../x'])(
  '%j is no package',
  (text) => expect(isPackageName(text)).toBe(false),
);
test.each(['video', 'nvidia', '_x-1'])('%s is a group', (text) =>
  expect(isGroupName(text)).toBe(true),
);
test.each(['', 'Video', '-a', 'a b', 'video$(id)', '1a'])('%j is no group', (text) =>
  expect(isGroupName(text)).toBe(false),
);

describe('requirements', () => {
  test.each([
    ['nvidia-cudnn-cu12<10.0,>=9.3.0.75', 'nvidia-cudnn-cu12<10.0,>=9.3.0.75'],
    ['nvidia-cudnn-cu12 ==9.3.0.75 ; extra == "and-cuda"', 'nvidia-cudnn-cu12==9.3.0.75'],
    ['tensorflow[and-cuda]==2.20.0', 'tensorflow[and-cuda]==2.20.0'],
    ['tf-keras==2.16.*', 'tf-keras==2.16.*'],
    ['numpy', 'numpy'],
    ['numpy @ https://e.x/a.whl', undefined],
    ['numpy$(id)', undefined],
    ['--index-url https://e.x numpy', undefined],
    ['numpy==1 && id', undefined],
  ])('%s', (text, expected) => expect(requirementOf(text)).toBe(expected));
});
