import { expect, test } from 'vitest';
import { differences } from '../../../../src/commands/compare/differences.ts';
import { decidingProbes } from '../../../../src/commands/compare/deciding.ts';
import type { Snapshot } from '../../../../src/snapshot/snapshot.ts';
import { diagnose } from '../../../../src/diagnose/diagnose.ts';
import { readFacts } from '../../../../src/facts/facts.ts';
import { loadKnowledge } from '../../../../src/content/knowledge.ts';
import { changed, observations, recorded } from '../recorded.ts';

const judge = (snapshot: Snapshot) => diagnose(readFacts(snapshot), loadKnowledge());

test('a machine does not differ from itself', () => {
  expect(differences(recorded(), recorded())).toEqual([]);
});

test('times, processes and serials are no difference', () => {
  const slower = recorded({ interpreter: { ...observations.interpreter, ms: 99 } });
  expect(differences(recorded(), slower)).toEqual([]);
});

test('lists are compared by name, whatever their order', () => {
  const { libraries } = observations['cuda-libraries'].data;
  const turned = recorded(changed('cuda-libraries', { libraries: libraries.toReversed() }));
  expect(differences(recorded(), turned)).toEqual([]);
});

test('a changed value is named by its path, with both sides', () => {
  const other = recorded(changed('interpreter', { version: '3.12.1' }));
  expect(differences(recorded(), other)).toEqual([
    { probe: 'interpreter', path: 'version', left: '3.11.7', right: '3.12.1' },
  ]);
});

test('a probe without an answer differs from one with', () => {
  const silent = recorded({ environment: { ok: false, ms: 1, reason: 'timeout', detail: '' } });
  expect(differences(recorded(), silent).map((one) => one.right)).toContain('no answer: timeout');
});

test('of several differences, the one that explains the verdict is found', () => {
  const masked = {
    ...observations['cuda-driver'].data.masked,
    cuInit: 100,
    deviceCount: 0,
    devices: [],
  };
  const sick = recorded({
    ...changed('environment', { variables: { CUDA_VISIBLE_DEVICES: '-1' } }),
    ...changed('interpreter', { version: '3.12.1' }),
    ...changed('cuda-driver', {
      masked,
      unmasked: observations['cuda-driver'].data.masked,
    }),
  });
  expect(judge(sick).rootCause).toBe('cuda-visible-devices');
  const probes = decidingProbes(sick, recorded(), judge).map((one) => one.probe);
  expect(probes).toContain('environment');
  expect(probes).not.toContain('interpreter');
});

test('machines with the same cause have nothing to explain', () => {
  expect(decidingProbes(recorded(), recorded(), judge)).toEqual([]);
});
