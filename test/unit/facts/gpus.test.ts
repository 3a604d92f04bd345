import { describe, expect, test } from 'vitest';
import { readFacts } from '../../../src/facts/facts.ts';
import { snapshotWith } from './snapshot-with.ts';

const system = {
  osName: 'Ubuntu',
  osId: 'ubuntu',
  kernel: 'Linux 6.8',
  processor: null,
  cpuFeatures: null,
  cpuCount: 2,
  memoryMiB: 1,
  glibc: null,
  libstdcxx: null,
  shmMiB: null,
  wsl: null,
  container: null,
  scheduler: null,
  hosted: null,
  secureBoot: null,
  wslLibFolder: null,
};
const intel = {
  address: '0000:00:02.0',
  vendor: '0x8086',
  device: '0x46a6',
  class: '0x030000',
  driver: 'i915',
  powerState: 'D0',
};
const nvidia = { ...intel, address: '0000:01:00.0', vendor: '0x10de', device: '0x2504' };
const sound = { ...nvidia, address: '0000:01:00.1', class: '0x040300' };

describe('cards', () => {
  test('a readable listing without NVIDIA: absent', () => {
    const facts = readFacts(
      snapshotWith({ system, pci: { readable: true, count: 20, devices: [intel] } }),
    );
    expect(facts.gpus.present.state).toBe('absent');
    expect(facts.gpus.expected).toBe(false);
  });

  test("NVIDIA's sound device alone is no card", () => {
    const facts = readFacts(
      snapshotWith({ system, pci: { readable: true, count: 20, devices: [sound] } }),
    );
    expect(facts.gpus.present.state).toBe('absent');
  });

  test.each([
    ['an empty listing', system, { readable: true, count: 0, devices: [] }],
    ['an unreadable listing', system, { readable: false, count: 0, devices: [] }],
    ['any listing under WSL', { ...system, wsl: 2 }, { readable: true, count: 9, devices: [] }],
  ])('%s: unknown, never absent', (_, where, pci) => {
    expect(readFacts(snapshotWith({ system: where, pci })).gpus.present.state).toBe('unknown');
  });

  test('nothing was asked: unknown', () => {
    expect(readFacts(snapshotWith({})).gpus.present.state).toBe('unknown');
  });

  test('a driver that hangs: unknown, and a GPU is to be expected', () => {
    const facts = readFacts(
      snapshotWith(
        { system },
        {
          observations: {
            system: { ok: true, ms: 1, data: system },
            pci: { ok: true, ms: 1, data: { readable: true, count: 20, devices: [intel] } },
            'cuda-driver': { ok: false, ms: 5000, reason: 'driver-hangs', detail: '' },
          },
        },
      ),
    );
    expect(facts.gpus.present.state).toBe('unknown');
    expect(facts.gpus.expected).toBe(true);
  });

  test('an NVIDIA card in the listing is known', () => {
    const facts = readFacts(
      snapshotWith({ system, pci: { readable: true, count: 20, devices: [intel, nvidia, sound] } }),
    );
    expect(facts.gpus.present).toMatchObject({
      state: 'known',
      value: [{ busId: '0000:01:00.0' }],
    });
  });
});
