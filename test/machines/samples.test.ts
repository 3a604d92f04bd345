import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadKnowledge } from '../../src/content/knowledge.ts';
import { explainText } from '../../src/explain/explain.ts';
import { noise, signatures } from '../../src/explain/signatures/index.ts';
import { readSamples } from './samples.ts';

const knowledge = loadKnowledge();
const samples = readSamples();
const answers = samples.map((sample) => ({
  ...sample,
  answer: explainText(sample.text, knowledge),
}));

const folder = join(import.meta.dirname, 'logs');
const logs = readdirSync(folder)
  .filter((name) => name.endsWith('.log'))
  .map((name) => readFileSync(join(folder, name), 'utf8'));
const lines = [...samples.map(({ text }) => text), ...logs].flatMap((text) => text.split('\n'));

test.each(answers)('$place $seen', ({ causes, answer }) => {
  expect(causes).toContain(answer.causes[0]?.id ?? 'none');
});

test('every sample says where it was seen', () => {
  expect(samples.filter(({ seen }) => seen.length < 7)).toEqual([]);
  expect(samples.length).toBeGreaterThan(150);
});

test.each(signatures)('a sample or a log shows $id by $pattern', ({ pattern }) => {
  expect(lines.some((line) => pattern.test(line))).toBe(true);
});

test.each(noise)('a sample has the harmless line $id', ({ id }) => {
  expect(answers.some(({ answer }) => answer.noise.some((one) => one.id === id))).toBe(true);
});
