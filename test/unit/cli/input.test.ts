import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readTail } from '../../../src/cli/input.ts';

const never = new AbortController().signal;

function* numberedLines(): Generator<Buffer> {
  for (let line = 0; line < 10_000; line += 1) yield Buffer.from(`${String(line).padStart(9)}\n`);
}

test('a short input is read whole, also where a letter is cut between two pieces', async () => {
  const bytes = Buffer.from('zwölf Ä\n');
  const pieces = [...bytes].map((byte) => Buffer.from([byte]));
  expect(await readTail(Readable.from(pieces), never)).toBe('zwölf Ä\n');
});

test('of a long input the end is kept, in little memory', async () => {
  const tail = await readTail(Readable.from(numberedLines()), never, 30);
  expect(tail).toBe('     9997\n     9998\n     9999\n');
});

test('an interrupt ends the reading', async () => {
  const stop = new AbortController();
  const reading = readTail(new Readable({ read() {} }), stop.signal);
  stop.abort();
  await expect(reading).rejects.toHaveProperty('name', 'AbortError');
});
