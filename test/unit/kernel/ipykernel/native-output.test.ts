import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';

import { readNativeOutput } from '../../../../kernel/ipykernel/native-output.ts';

function watched() {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  const seen: string[] = [];
  const output = readNativeOutput(streams, (name, text) => void seen.push(`${name}:${text}`));
  return { streams, seen, output };
}

it('hands on text as it comes, and never cuts a character', async () => {
  const { streams, seen, output } = watched();
  const bytes = Buffer.from('é');
  streams.stderr.write(bytes.subarray(0, 1));
  await output.settled();
  expect(seen).toEqual([]);
  streams.stderr.write(bytes.subarray(1));
  streams.stdout.write('out');
  await output.settled();
  expect(seen.toSorted()).toEqual(['stderr:é', 'stdout:out']);
});

it('keeps the last lines, of which the last may be unfinished', async () => {
  const { streams, output } = watched();
  for (let line = 0; line < 300; line += 1) streams.stderr.write(`line ${line}\n`);
  streams.stderr.write('\nhalf');
  streams.stderr.end();
  streams.stdout.end();
  await output.ended;
  expect(output.lastLines()).toHaveLength(100);
  expect(output.lastLines().at(-1)).toBe('half');
  expect(output.lastLines()[0]).toBe('line 201');
  output.forgetLastLines();
  expect(output.lastLines()).toEqual([]);
});
