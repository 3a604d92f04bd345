import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Context, Outcome } from '../../src/command-model/command.ts';
import { lab } from '../../src/commands/lab/index.ts';
import { runWords } from '../../src/command-model/run.ts';
import { practicePython, whyNoLab } from './pythons.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (
  words: readonly string[],
  environment: Context['environment'] = process.env,
): Promise<Outcome> =>
  runWords(
    lab,
    {
      ui: 'terminal',
      environment,
      cwd: folder,
      signal: new AbortController().signal,
      show: () => {},
    },
    ['run', '--python', practicePython, ...words],
  );

const read = (name: string): string[] =>
  readFileSync(join(folder, name), 'utf8').trim().split('\n');

const reason = whyNoLab();

describe.skipIf(reason !== undefined)(`lab run in a terminal ${reason ?? ''}`, () => {
  it('runs a command on the simulated machine, and says how it ended', async () => {
    const line =
      'nvidia-smi -L > seen; cat /proc/driver/nvidia/version >> seen; command -v python >> seen; exit 3';
    const outcome = await run(['healthy', '--', 'sh', '-c', line]);
    expect(outcome).toMatchObject({
      exitCode: 1,
      value: { scenario: 'healthy', code: 3, signal: null },
    });
    expect(read('seen')).toEqual([
      expect.stringMatching(/^GPU 0: NVIDIA GeForce RTX 3080 \(UUID: GPU-/),
      expect.stringMatching(/^NVRM version: .* 555\.42\.02 /),
      practicePython,
    ]);
  });

  it('shows devices and PCI cards of the simulated machine only', async () => {
    const line =
      'ls /dev > dev; cat /sys/bus/pci/devices/*/vendor > pci; cat /dev/null /etc/hostname > rest';
    expect((await run(['healthy-two-gpus', '--', 'sh', '-c', line])).exitCode).toBe(0);
    expect(read('dev')).toEqual([
      'kmsg',
      'nvidia-modeset',
      'nvidia-uvm',
      'nvidia0',
      'nvidia1',
      'nvidiactl',
    ]);
    expect(read('pci')).toEqual(['0x8086', '0x10de', '0x10de']);
    expect(read('rest')).not.toEqual(['']);
  });

  it('ends a command that does not end by itself when its time is over', async () => {
    const outcome = await run(['hanging-driver', '--timeout', '1', '--', 'nvidia-smi']);
    expect(outcome).toMatchObject({ exitCode: 1, value: { code: null, signal: 'SIGKILL' } });
  });

  it.each([
    [['healthy'], 'Name a scenario and a command'],
    [['helthy', '--', 'true'], 'There is no scenario named `helthy`'],
    [['healthy', '--', 'no-such-command'], '`no-such-command` could not be started'],
  ])('%j is wrong usage', async (words, message) => {
    const outcome = await run(words);
    expect(outcome.exitCode).toBe(2);
    expect(outcome.value['message']).toContain(message);
  });

  it('says what to do where there is no C compiler', async () => {
    const outcome = await run(['healthy', '--', 'true'], {
      ...process.env,
      PATH: '/nowhere',
      XDG_CACHE_HOME: folder,
    });
    expect(outcome.exitCode).toBe(3);
    expect(outcome.value['message']).toContain('The lab needs a C compiler');
  });
});
