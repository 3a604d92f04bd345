import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSnapshot } from '../../../src/snapshot/read-snapshot.ts';
import { readSnapshotFile } from '../../../src/snapshot/snapshot-file.ts';
import type { Snapshot } from '../../../src/snapshot/snapshot.ts';
import { UsageError } from '../../../src/errors.ts';

const snapshot: Snapshot = {
  schema: 'tf-gpu-doctor/snapshot',
  version: 1,
  collectedAt: '2026-11-21T05:00:00Z',
  redacted: true,
  target: { python: '/p', chosenBecause: '--python', practice: false, host: 'local' },
  observations: {
    pci: { ok: true, ms: 1, data: { readable: true, count: 2, devices: [] } },
    nvml: { ok: false, ms: 2, reason: 'timeout', detail: 'a "quoted" {brace} and a \\ backslash' },
  },
};
const json = JSON.stringify(snapshot, null, 2);

describe('reading a snapshot', () => {
  test('as it was written', () => {
    expect(readSnapshot(json, 'x.json')).toEqual(snapshot);
  });

  test('out of a page, a document, a notebook, another object', () => {
    const escaped = JSON.stringify(snapshot).replaceAll('<', String.raw`\u003c`);
    const carriers = [
      `<html><body>{ not json }<script type="application/json">${escaped}</script></body></html>`,
      `# Report\n\nText with { braces }.\n\n\`\`\`json\n${json}\n\`\`\`\nThe end.`,
      JSON.stringify({ schema: 'tf-gpu-doctor/report', version: 1, snapshot }),
      JSON.stringify({ cells: [{ outputs: [{ data: { 'application/x+json': snapshot } }] }] }),
    ];
    for (const text of carriers) expect(readSnapshot(text, 'report')).toEqual(snapshot);
  });

  test('probes of a later version are passed over, a known one of another shape is unanswered', () => {
    const later = {
      ...snapshot,
      added: 1,
      observations: {
        telepathy: { ok: true, ms: 1, data: {} },
        pci: { ok: true, ms: 1, data: { readable: 'yes' } },
        system: { ok: 'perhaps' },
      },
    };
    const { observations } = readSnapshot(JSON.stringify(later), 'x');
    expect(Object.keys(observations).toSorted()).toEqual(['pci', 'system']);
    expect(observations.pci).toMatchObject({ ok: false, reason: 'error' });
    expect(observations.system).toMatchObject({ ok: false, reason: 'error' });
  });

  test.each([
    ['', /is empty/],
    ['  \n', /is empty/],
    [json.slice(0, -20), /is cut off/],
    [`<script>${json.slice(0, 300)}`, /is cut off/],
    ['hello', /holds no snapshot/],
    ['{"schema": "something-else"}', /holds no snapshot/],
    ['[1, null, "x"]', /holds no snapshot/],
    [json.replace('"version": 1', '"version": 2'), /newer tf-gpu-doctor \(snapshot version 2/],
    [json.replace('"redacted": true', '"redacted": "no"'), /not complete/],
    ['{"schema": "tf-gpu-doctor/snapshot", "version": 1}', /not complete/],
  ])('what is none says so: %#', (text, message) => {
    expect(() => readSnapshot(text, 'a.json')).toThrow(UsageError);
    expect(() => readSnapshot(text, 'a.json')).toThrow(message);
  });

  test('any cut of it is an error that is ours', () => {
    for (let length = 1; length < json.length; length += 7) {
      expect(() => readSnapshot(json.slice(0, length), 'a.json')).toThrow(UsageError);
    }
  });

  test('a file, by a relative path; a missing one and a folder say so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tgd-snapshot-'));
    writeFileSync(join(folder, 'a.json'), json);
    expect(await readSnapshotFile('a.json', folder)).toEqual(snapshot);
    await expect(readSnapshotFile('b.json', folder)).rejects.toThrow(/b.json could not be read/);
    await expect(readSnapshotFile('.', folder)).rejects.toThrow(UsageError);
    rmSync(folder, { recursive: true });
  });
});
