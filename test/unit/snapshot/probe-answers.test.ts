import { describe, expect, test } from 'vitest';
import { readCollectorLine } from '../../../src/snapshot/probe-answers.ts';

describe('a line of the collector', () => {
  test('an answer', () => {
    const data = { readable: true, count: 0, devices: [] };
    expect(
      readCollectorLine(JSON.stringify({ probe: 'pci', ok: true, ms: 1.5, data, more: 1 })),
    ).toEqual({ name: 'pci', observation: { ok: true, ms: 1.5, data } });
  });

  test('a reason', () => {
    const line = { probe: 'nvml', ok: false, ms: 3, reason: 'crashed', detail: 'SIGSEGV' };
    expect(readCollectorLine(JSON.stringify(line))).toEqual({
      name: 'nvml',
      observation: { ok: false, ms: 3, reason: 'crashed', detail: 'SIGSEGV' },
    });
  });

  test('an unexpected shape says where', () => {
    const line = {
      probe: 'pci',
      ok: true,
      ms: 1,
      data: { readable: true, count: 'two', devices: [] },
    };
    expect(readCollectorLine(JSON.stringify(line))?.observation).toMatchObject({
      ok: false,
      reason: 'error',
      detail: expect.stringContaining('count'),
    });
  });

  test.each([
    '',
    'Warning: something',
    '{',
    '[]',
    'null',
    '{"probe": "toString", "ok": true, "ms": 1}',
  ])('none of ours: %j', (line) => {
    expect(readCollectorLine(line)).toBeUndefined();
  });
});
