import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadKnowledge } from '../../src/content/knowledge.ts';
import { explainText } from '../../src/explain/explain.ts';
import { lastRunOf } from '../../src/explain/runs.ts';
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

test('no text of one run is taken for several', () => {
  expect([...samples.map(({ text }) => text), ...logs].filter((text) => lastRunOf(text))).toEqual(
    [],
  );
});

test('of two runs that came to their GPU, whatever the first one shows, the last one is explained', () => {
  const tried = /failed call to cuInit|Created device|Cannot dlopen/u;
  const decided = logs.filter((log) => tried.test(log));
  expect(decided.length).toBeGreaterThan(20);
  for (const [place, second] of decided.entries()) {
    const first = decided[(place * 7 + 3) % decided.length] ?? '';
    const both = explainText(`$ python a.py\n${first}\n$ python b.py\n${second}`, knowledge);
    const before = explainText(first, knowledge).causes;
    const alone = explainText(second, knowledge).causes;
    const isCause = alone[0] !== undefined && alone[0].confidence >= 0.5;
    expect(both.causes[0]?.id).toBe((isCause ? alone : before)[0]?.id);
  }
});

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
