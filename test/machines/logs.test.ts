import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { explainText } from '../../src/explain/explain.ts';
import { loadKnowledge } from '../../src/content/knowledge.ts';

const folder = join(import.meta.dirname, 'logs');
const knowledge = loadKnowledge();

/** What TensorFlow 2.4, 2.12 and 2.21 printed under a fault that was made on purpose, and which one it was. */
const labels = v.parse(
  v.array(
    v.object({
      log: v.string(),
      cause: v.string(),
      /** Causes that print the very same lines. */
      also: v.array(v.string()),
      /** Why the text shows something else than the fault that was made. */
      note: v.optional(v.string()),
    }),
  ),
  JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8')),
);

test.each(labels)('$log shows $cause', ({ log, cause, also }) => {
  const { causes, context } = explainText(readFileSync(join(folder, log), 'utf8'), knowledge);
  expect([cause, ...also]).toContain(causes[0]?.id);
  expect(context.source).toBe(log.startsWith('pip') ? 'pip' : 'tensorflow-log');
});

test('most are told exactly, not only as one of several that look alike', () => {
  const exact = labels.filter(
    ({ log, cause }) =>
      explainText(readFileSync(join(folder, log), 'utf8'), knowledge).causes[0]?.id === cause,
  );
  expect(exact.length).toBeGreaterThanOrEqual(Math.ceil(labels.length * 0.85));
});

test('every log is labelled', () => {
  const logs = readdirSync(folder).filter((file) => file.endsWith('.log'));
  expect(labels.map((one) => one.log).toSorted()).toEqual(logs.toSorted());
});
