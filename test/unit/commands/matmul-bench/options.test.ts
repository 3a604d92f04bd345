import { describe, expect, test } from 'vitest';
import { readMatmulOptions } from '../../../../src/commands/matmul-bench/options.ts';
import { UsageError } from '../../../../src/errors.ts';

const read = (options: Record<string, string>) => readMatmulOptions({ options });

test('nothing asked for: the usual', () => {
  expect(read({})).toStrictEqual({
    sizes: [512, 1024, 2048, 4096],
    dtypes: null,
    devices: null,
    seconds: 10,
  });
});

test('lists are forgiving about spaces, repetition and spelling', () => {
  expect(
    read({
      sizes: ' 512, 1024,512,',
      dtypes: 'FLOAT32,bf16,fp16,f64',
      devices: 'CPU,GPU:1,/gpu:0,gpu2,cpu:0',
      seconds: '0.5',
    }),
  ).toStrictEqual({
    sizes: [512, 1024],
    dtypes: ['float32', 'bfloat16', 'float16', 'float64'],
    devices: ['cpu', 'gpu:1', 'gpu:0', 'gpu:2'],
    seconds: 0.5,
  });
});

describe('bad values are named in a sentence', () => {
  test.each([
    [{ sizes: '12x' }, '`--sizes` takes whole numbers from 1 to 65536, not `12x`.'],
    [{ sizes: '0' }, 'not `0`'],
    [{ sizes: '-5' }, 'not `-5`'],
    [{ sizes: '65537' }, 'not `65537`'],
    [{ sizes: '1e3' }, 'not `1e3`'],
    [{ sizes: ',' }, 'empty'],
    [{ dtypes: 'floot64' }, 'not `floot64`. Did you mean `float64`?'],
    [{ dtypes: 'int8' }, 'not `int8`.'],
    [{ devices: 'tpu:0' }, 'not `tpu:0`'],
    [{ devices: 'gpu:x' }, 'not `gpu:x`'],
    [{ devices: 'cpu:1' }, 'not `cpu:1`'],
    [{ seconds: '0' }, 'not `0`'],
    [{ seconds: 'ten' }, 'not `ten`'],
    [{ seconds: '3601' }, 'not `3601`'],
  ])('%j', (options, sentence) => {
    expect(() => read(options)).toThrow(UsageError);
    expect(() => read(options)).toThrow(sentence);
  });
});
