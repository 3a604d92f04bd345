import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { causes as explained } from '../../src/explain/causes.ts';
import { signatures } from '../../src/explain/signatures/index.ts';
import { rules, type FindingId } from '../../src/diagnose/rules/index.ts';
import { root } from '../../src/root.ts';
import { readMachines } from './machines.ts';

/** Ids that are an answer to a text only, and never to a machine. */
const onlyOfTexts = ['harmless-only', 'no-gpu-listed', 'nothing-wrong-below-tensorflow'] as const;

/** A signature of anything but a finding, or of such an answer, does not compile here. */
const named: readonly (FindingId | (typeof onlyOfTexts)[number])[] = signatures.map(
  (one) => one.id,
);

const pages = readdirSync(join(root, 'content', 'findings'))
  .filter((file) => file.endsWith('.md'))
  .map((file) => file.slice(0, -'.md'.length));
const ids = [...new Set([...rules.map((rule) => rule.id), ...pages, ...onlyOfTexts])].toSorted();
const machines = readMachines();

const ofMachines = ids.filter((id) => !onlyOfTexts.some((one) => one === id));

test.each(ids)('%s has a page', (id) => {
  expect(pages).toContain(id);
});

test.each(ofMachines)('%s has a rule in a file of its name', (id) => {
  expect(rules.map((rule) => rule.id)).toContain(id);
  expect(existsSync(join(root, 'src/diagnose/rules', `${id}.ts`))).toBe(true);
});

test.each(ofMachines)('%s has a recorded machine that shows it', (id) => {
  const shown = machines.filter((one) => one.expect.findings.includes(id));
  expect(shown.map((one) => one.name)).not.toEqual([]);
});

test.each(pages)('the page %s says what the rule says, in every part', (id) => {
  const text = readFileSync(join(root, 'content/findings', `${id}.md`), 'utf8');
  const link = rules.find((rule) => rule.id === id)?.link;
  expect(text).toContain(`\nid: ${id}\n`);
  expect(text).toContain(`\nlink: ${link ?? ''}`);
  for (const part of [
    'What it is',
    'How to confirm it',
    'What to do',
    'Why it happens',
    'Sources',
  ]) {
    expect(text).toContain(`\n## ${part}\n`);
  }
  const referred = [...text.matchAll(/\]\(([a-z0-9-]+)\.md\)/g)].map((match) => match[1]);
  expect(referred.filter((one) => one !== undefined && !pages.includes(one))).toEqual([]);
});

test('every id is given once', () => {
  const all = rules.map((rule) => rule.id);
  expect(new Set(all).size).toBe(all.length);
});

test('what a rule explains, and what a signature names, exists', () => {
  const known = new Set(ids);
  expect(rules.flatMap((rule) => rule.explains ?? []).filter((id) => !known.has(id))).toEqual([]);
  expect(named.filter((id) => !known.has(id))).toEqual([]);
  expect(Object.keys(explained).filter((id) => !known.has(id))).toEqual([]);
  expect(signatures.map((one) => one.id).filter((id) => explained[id] === undefined)).toEqual([]);
});
