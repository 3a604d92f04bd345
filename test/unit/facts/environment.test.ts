import { describe, expect, test } from 'vitest';
import { readEnvironment } from '../../../src/facts/environment.ts';
import { snapshotWith } from './snapshot-with.ts';

const maskOf = (value: string) =>
  readEnvironment(snapshotWith({ environment: { variables: { CUDA_VISIBLE_DEVICES: value } } }))
    .mask;

describe('mask', () => {
  test.each([
    ['', 'all'],
    ['-1', 'all'],
    ['-1,0', 'all'],
    ['NoDevFiles', 'all'],
    ['none', 'all'],
    ['0', 'some'],
    ['0,1', 'some'],
    ['GPU-1234', 'some'],
    ['MIG-1234', 'some'],
    ['$GPU_ID', 'odd'],
    ['cuda:0', 'odd'],
  ])('CUDA_VISIBLE_DEVICES="%s" hides %s', (value, hides) => {
    const mask = maskOf(value);
    expect(mask.state === 'known' && mask.value.hides).toBe(hides);
  });

  test('not set is absent, not read is unknown', () => {
    expect(readEnvironment(snapshotWith({ environment: { variables: {} } })).mask.state).toBe(
      'absent',
    );
    expect(readEnvironment(snapshotWith({})).mask.state).toBe('unknown');
  });
});

test('LD_LIBRARY_PATH without its empty parts', () => {
  const facts = readEnvironment(
    snapshotWith({ environment: { variables: { LD_LIBRARY_PATH: '/a/lib::/b/lib:' } } }),
  );
  expect(facts.ldLibraryPath).toMatchObject({ value: ['/a/lib', '/b/lib'] });
});
