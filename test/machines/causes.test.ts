import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { causes as explained } from '../../src/explain/causes.ts';
import { signatures } from '../../src/explain/signatures/index.ts';
import { rules } from '../../src/diagnose/rules/index.ts';
import { root } from '../../src/root.ts';
import { readMachines } from './machines.ts';

/** Ids that are an answer to a text only, and never to a machine. */
const onlyOfTexts = ['harmless-only'];

const pages = readdirSync(join(root, 'content', 'findings'))
  .filter((file) => file.endsWith('.md'))
  .map((file) => file.slice(0, -'.md'.length));
const ids = [...new Set([...rules.map((rule) => rule.id), ...pages, ...onlyOfTexts])].toSorted();
const machines = readMachines();

describe.each(ids)('%s', (id) => {
  test.skipIf(onlyOfTexts.includes(id))('has a rule in a file of its name', () => {
    expect(rules.map((rule) => rule.id)).toContain(id);
    expect(existsSync(join(root, 'src/diagnose/rules', `${id}.ts`))).toBe(true);
  });

  test('has a page', () => {
    expect(pages).toContain(id);
  });

  test.skipIf(onlyOfTexts.includes(id))('has a recorded machine that shows it', () => {
    const shown = machines.filter((one) => one.expect.findings.includes(id));
    expect(shown.map((one) => one.name)).not.toEqual([]);
  });
});

test('every id is told once', () => {
  const all = rules.map((rule) => rule.id);
  expect(new Set(all).size).toBe(all.length);
});

test('what a rule explains, and what a signature names, exists', () => {
  const known = new Set(ids);
  expect(rules.flatMap((rule) => rule.explains ?? []).filter((id) => !known.has(id))).toEqual([]);
  expect(signatures.map((one) => one.id).filter((id) => !known.has(id))).toEqual([]);
  expect(Object.keys(explained).filter((id) => !known.has(id))).toEqual([]);
  expect(signatures.map((one) => one.id).filter((id) => explained[id] === undefined)).toEqual([]);
});
