import { describe, expect, test } from 'vitest';
import type { LinkName } from '../../src/diagnose/chain.ts';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import { fitsOf } from '../../src/diagnose/fits.ts';
import { readFacts } from '../../src/facts/facts.ts';
import { loadKnowledge } from '../../src/content/knowledge.ts';
import { readMachines } from './machines.ts';

const knowledge = loadKnowledge();

/** Links whose findings are about versions that do not go together. */
const ofVersions = new Set<LinkName>([
  'driver',
  'cuda-libraries',
  'cudnn',
  'python',
  'tensorflow-build',
]);

describe.each(readMachines())('$name', ({ snapshot }) => {
  const facts = readFacts(snapshot);
  const diagnosis = diagnose(facts, knowledge);
  const fits = fitsOf(facts, knowledge, diagnosis);

  test('cuda-versions does not say that versions fit where gpu-check has something against them', () => {
    const against = diagnosis.findings.filter(
      (one) => one.severity !== 'info' && ofVersions.has(one.link),
    );
    const together = fits.every((one) => one.fits === 'yes');
    expect(together && against.length > 0).toBe(false);
  });

  test('nor does it say that they do not where gpu-check has nothing', () => {
    const nothing = diagnosis.verdict === 'gpu-ready' || diagnosis.findings.length === 0;
    const apart = fits.filter((one) => one.fits === 'no');
    expect(nothing ? apart : []).toEqual([]);
  });

  test('every sentence has what it talks of', () => {
    for (const { because } of fits)
      expect(because).not.toMatch(/undefined|null|\bit cannot\b|^it (?:loads|opens|names)/);
  });
});
