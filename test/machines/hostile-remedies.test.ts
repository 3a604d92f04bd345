import { expect, test } from 'vitest';
import { loadKnowledge } from '../../src/content/knowledge.ts';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import { readFacts } from '../../src/facts/facts.ts';
import { parseSnapshot } from '../../src/snapshot/snapshot-schema.ts';
import { readMachines } from './machines.ts';

/**
 * A snapshot may come from somebody else, and its remedies are there to be copied into a shell. So every text that
 * reaches a command is tried with one inside it that the shell would run, if it were not quoted or refused.
 */
const live = '$(touch PWN)`touch PWN`';
/** The same, after an attempt to end the quotes around it. */
const leaving = `'${live}'`;

const knowledge = loadKnowledge();

type Path = readonly (string | number)[];

/** Every text in a value, with the way to it. */
function textsOf(
  value: unknown,
  path: Path = [],
): { readonly path: Path; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, [...path, key]));
}

/** A copy with another text at one place. */
function changed(value: unknown, path: Path, text: string): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return text;
  if (Array.isArray(value)) {
    return value.map((one: unknown, at) => (at === Number(key) ? changed(one, rest, text) : one));
  }
  const copy: Record<string, unknown> = { ...(typeof value === 'object' ? value : {}) };
  copy[key] = changed(copy[key], rest, text);
  return copy;
}

function commandsOf(snapshot: unknown): string[] {
  const { findings } = diagnose(readFacts(parseSnapshot(snapshot)), knowledge);
  return findings.flatMap(({ remedies }) => remedies.flatMap(({ commands }) => commands));
}

/** What is left of a line when everything in single quotes is taken out, in which no shell runs anything. */
const unquoted = (line: string): string => line.replaceAll(/'[^']*'|\\'/gu, '');

test('no text of a snapshot reaches a shell that would run it', { timeout: 60_000 }, () => {
  let tried = 0;
  let quoted = 0;
  const done = new Set<string>();
  const found = new Set<string>();
  for (const { name, snapshot } of readMachines()) {
    const before = commandsOf(snapshot);
    for (const { path, text } of textsOf(snapshot)) {
      // A text that is in no command is not tried, and of those that are in the same commands only one.
      const reached = text.length > 2 ? before.filter((line) => line.includes(text)) : [];
      const places = path.map((one) => (/^\d+$/u.test(String(one)) ? '*' : one));
      const key = JSON.stringify([places, reached.map((line) => line.replaceAll(text, ''))]);
      if (reached.length === 0 || done.has(key)) continue;
      done.add(key);
      for (const evil of [text + live, text + leaving]) {
        tried += 1;
        for (const line of commandsOrNone(changed(snapshot, path, evil))) {
          if (line.includes('touch PWN')) quoted += 1;
          if (unquoted(line).includes('touch PWN'))
            found.add(`${name}: ${path.join('.')}: ${line}`);
        }
      }
    }
  }
  expect([...found]).toEqual([]);
  // Else the test would look at nothing.
  expect(tried).toBeGreaterThan(150);
  expect(quoted).toBeGreaterThan(50);
});

/** A snapshot that the schema refuses gives no commands, which is as good. */
function commandsOrNone(snapshot: unknown): string[] {
  try {
    return commandsOf(snapshot);
  } catch {
    return [];
  }
}
