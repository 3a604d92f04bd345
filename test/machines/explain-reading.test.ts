import { describe, expect, test } from 'vitest';
import { loadKnowledge } from '../../src/content/knowledge.ts';
import { createExplainer } from '../../src/explain/explain.ts';
import { literalsOf } from '../../src/explain/reading/literals.ts';
import { noise, signatures } from '../../src/explain/signatures/index.ts';
import { readSamples } from './samples.ts';

const knowledge = loadKnowledge();
const samples = readSamples();
const encoder = new TextEncoder();

const patterns = [...signatures, ...noise].map(({ pattern }) => pattern);
const lines = samples.flatMap(({ text }) => text.split('\n'));
test.each(patterns)('every line that %s matches holds one of its texts', (pattern) => {
  const texts = literalsOf(pattern);
  const matching = lines.filter((line) => pattern.test(line)).map((line) => line.toLowerCase());
  expect(matching.filter((line) => !texts.some((text) => line.includes(text)))).toEqual([]);
});

describe('no text crashes or hangs it', () => {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed % below;
  };

  test('bytes of every kind, and samples that were cut, joined and changed', () => {
    for (let round = 0; round < 150; round += 1) {
      const explainer = createExplainer(knowledge);
      for (let piece = 0; piece < 20; piece += 1) {
        const bytes = encoder.encode(samples[random(samples.length)]?.text ?? '');
        for (let change = 0; change < 5; change += 1) bytes[random(bytes.length)] = random(256);
        explainer.push(bytes.subarray(random(bytes.length)));
      }
      const { causes } = explainer.end();
      expect(causes.every(({ confidence }) => confidence > 0 && confidence < 1)).toBe(true);
    }
  });

  test('the answer does not depend on the pieces in which a text comes', () => {
    for (const { text } of samples.filter((_, place) => place % 7 === 0)) {
      const bytes = encoder.encode(text);
      const [whole, pieces] = [createExplainer(knowledge), createExplainer(knowledge)];
      whole.push(bytes);
      for (let at = 0; at < bytes.length; at += 13) pieces.push(bytes.subarray(at, at + 13));
      expect(pieces.end()).toEqual(whole.end());
    }
  });
});
