import { expect, test } from 'vitest';
import type { Observations } from '../../../src/snapshot/observations/index.ts';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import { fitsOf } from '../../../src/diagnose/fits.ts';
import { readFacts } from '../../../src/facts/facts.ts';
import { loadKnowledge } from '../../../src/content/knowledge.ts';
import { changed, observations, recorded } from '../commands/recorded.ts';

const knowledge = loadKnowledge();

// 2.21 with the cuDNN 9.3 that it allows fails in what XLA compiles; nothing is against 9.12.
const libraries = observations['cuda-libraries'].data.libraries.map((one) =>
  one.soname === 'libcudnn.so.9' ? { ...one, version: '91200' } : one,
);
const newCudnn = changed('cuda-libraries', { libraries });

/** The four pairs that every machine has; the others are there only where both of their parts are known. */
const fits = (changes: Observations = {}) => {
  const facts = readFacts(recorded({ ...newCudnn, ...changes }));
  return fitsOf(facts, knowledge, diagnose(facts, knowledge))
    .filter((fit) => !fit.parts[0].startsWith('kernel module') && fit.parts[1] !== 'GPU')
    .map((fit) => fit.fits);
};

const missing = (soname: string) =>
  changed('cuda-libraries', {
    libraries: libraries.map((one) =>
      one.soname === soname ? { ...one, path: null, loads: false, why: 'missing' as const } : one,
    ),
  });

test.each<[string, Observations, string[]]>([
  ['a driver of the same major version is enough', {}, ['yes', 'yes', 'yes', 'yes']],
  [
    'a driver of the major version before is not',
    changed('cuda-driver', { driverApiVersion: 11_080 }),
    ['no', 'yes', 'yes', 'yes'],
  ],
  [
    'no driver, no comparison',
    changed('cuda-driver', { path: null, driverApiVersion: null }),
    ['unknown', 'yes', 'yes', 'yes'],
  ],
  ['a CUDA library is missing', missing('libcudart.so.12'), ['yes', 'no', 'yes', 'yes']],
  ['cuDNN is missing', missing('libcudnn.so.9'), ['yes', 'yes', 'no', 'yes']],
  [
    'another Python than the wheel is made for',
    changed('interpreter', { version: '3.9.1' }),
    ['yes', 'yes', 'yes', 'no'],
  ],
])('%s', (_, changes, expected) => {
  expect(fits(changes)).toEqual(expected);
});

test('an older cuDNN of the same major version does not fit', () => {
  const older = libraries.map((one) =>
    one.soname === 'libcudnn.so.9' ? { ...one, version: '90000' } : one,
  );
  expect(fits(changed('cuda-libraries', { libraries: older }))[2]).toBe('no');
});

test('without an NVIDIA GPU, missing libraries are nobody’s fault', () => {
  const none = { ...changed('pci', { devices: [] }), ...missing('libcudart.so.12') };
  const noDriver = changed('cuda-driver', {
    path: null,
    masked: { cuInit: null, deviceCount: null, devices: [] },
  });
  expect(fits({ ...none, ...noDriver })[1]).toBe('unknown');
});
