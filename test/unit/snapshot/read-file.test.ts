import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UsageError } from '../../../src/errors.ts';
import { readSnapshot } from '../../../src/snapshot/read-snapshot.ts';
import { readSnapshotFile } from '../../../src/snapshot/snapshot-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-read-'));
  writeFileSync(join(folder, 'huge.json'), '{}');
  truncateSync(join(folder, 'huge.json'), 65_000_000);
  if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'pipe.json')]);
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['huge.json', 'huge.json has 65 MB, and at most 64 MB are read.'],
  ['.', '. is not a file.'],
  ['none.json', 'could not be read'],
  ...(process.platform === 'win32' ? [] : [['pipe.json', 'pipe.json is not a file.']]),
])('%s is refused with a sentence', async (file, sentence) => {
  await expect(readSnapshotFile(file, folder)).rejects.toThrow(sentence);
});

const deep = 200_000;
test.each([
  ['brackets that never close', '['.repeat(deep)],
  ['brackets', '['.repeat(deep) + ']'.repeat(deep)],
  ['objects', `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`],
  [
    'a snapshot with something deep in it',
    `{"schema": "tf-gpu-doctor/snapshot", "version": 1, "x": ${'['.repeat(deep)}${']'.repeat(deep)}}`,
  ],
  [
    'a page around one',
    `<p>{"schema": "tf-gpu-doctor/snapshot", "version": 1, "x": ${'['.repeat(deep)}${']'.repeat(deep)}}</p>`,
  ],
])('%s, 200,000 deep, is wrong input and no fault of ours', (_, text) => {
  expect(() => readSnapshot(text, 'x.json')).toThrow(UsageError);
});
