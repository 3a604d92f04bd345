import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { machineText, refusal } from '../../setup/machine.mjs';
import { readSnapshotFile } from '../../src/snapshot/snapshot-file.ts';
import { redactor } from '../../src/snapshot/shipped-redaction.ts';
import { root } from '../../src/root.ts';
import type { Snapshot } from '../../src/snapshot/snapshot.ts';
import { machine, readMachines } from '../machines/machines.ts';

// What `npm run machine -- FILE NAME` refuses, and what it writes.

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgd-machine-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** As a user sends it: redacted, in a file. */
async function received(change: Partial<Snapshot> = {}): Promise<Snapshot> {
  const sender = readMachines().find(({ name }) => name === 'driver-too-old');
  if (sender === undefined) throw new Error('no machine driver-too-old');
  const sent = redactor({ users: ['ana'], hosts: [], homes: [] }).value(sender.snapshot);
  writeFileSync(join(folder, 'sent.json'), JSON.stringify({ ...sent, redacted: true, ...change }));
  return readSnapshotFile('sent.json', folder);
}

function refuse(snapshot: Snapshot, name = 'new-one'): string | undefined {
  const nobody = redactor({ users: [], hosts: [], homes: [] });
  const redactAgain = (value: unknown) => nobody.value(value);
  return refusal({ name, folder, snapshot, redactAgain });
}

test('a redacted snapshot under a new name becomes a machine with the same observations', async () => {
  const snapshot = await received();
  expect(refuse(snapshot)).toBeUndefined();
  const { changes } = v.parse(v.object({ changes: v.unknown() }), written(snapshot));
  expect(changes).toEqual(JSON.parse(JSON.stringify(snapshot)));
  expect(readFileSync(join(root, 'test/machines/bases/empty.json'), 'utf8')).toBe('{}\n');
});

test('only what is to be filled in keeps it from being a recorded machine', async () => {
  const issues = v.safeParse(machine, written(await received())).issues ?? [];
  expect(issues.map((issue) => v.getDotPath(issue))).toEqual(['expect.verdict']);
});

const written = (snapshot: Snapshot): unknown => JSON.parse(machineText(snapshot));

test('a name that is taken is refused, and so is one that is none', async () => {
  const snapshot = await received();
  writeFileSync(join(folder, 'taken.json'), '{}');
  expect(refuse(snapshot, 'taken')).toContain('already');
  expect(refuse(snapshot, '../taken')).toContain('not a name');
});

test('a snapshot with names in it is refused, whether it says so itself or not', async () => {
  expect(refuse(await received({ redacted: false }))).toContain('--raw');
  const target = { python: '/home/berta/env/bin/python', chosenBecause: '--python' };
  const named = await received({ target: { ...target, practice: false, host: 'local' } });
  expect(refuse(named)).toContain('berta');
});
