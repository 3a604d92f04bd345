import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { root } from '../../src/root.ts';

/** The built terminal interface with these commands instead of ours: each ends in a way of its own. */
const commands = `
const plain = { interfaces: ['terminal'], options: [], uses: [], examples: [], summary: 'x' };
const answer = { report: { blocks: [{ kind: 'paragraph', text: 'answer' }] },
  value: { schema: 'tf-gpu-doctor/x', version: 1 }, exitCode: 1 };
const busy = () => { setInterval(() => undefined, 1000); process.stderr.write('ready\\n'); };
export const commands = [
  { ...plain, name: 'stops', run: ({ signal }) => new Promise((_, reject) => {
    busy(); signal.addEventListener('abort', () => reject(new Error('stopped'))); }) },
  { ...plain, name: 'deaf', run: () => new Promise(busy) },
  { ...plain, name: 'never', run: () => new Promise(() => undefined) },
  { ...plain, name: 'throws-later', run: () => new Promise(() => {
    busy(); setTimeout(() => { throw new Error('boom'); }, 1); }) },
  { ...plain, name: 'rejects-unheard', run: () => new Promise(() => {
    busy(); void Promise.reject(new Error('boom')); }) },
  { ...plain, name: 'leaves-work-behind', run: async () => { busy(); return answer; } },
  { ...plain, name: 'prints', run: async () => ({ ...answer, printed: 'line\\n'.repeat(500_000) }) },
];`;

let folder: string;

beforeAll(() => {
  if (!existsSync(join(root, 'dist/modules/src/cli/main.js'))) {
    throw new Error('These tests run what was built: `npm run build` first.');
  }
  folder = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-'));
  cpSync(join(root, 'dist/modules/src'), join(folder, 'src'), { recursive: true });
  const rules = 'src/snapshot/redaction.json';
  cpSync(join(root, rules), join(folder, rules));
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  writeFileSync(join(folder, 'src/commands/index.js'), commands);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface End {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Call {
  readonly args: readonly string[];
  /** Sent when the command says that it is ready, and again when it goes on. */
  readonly signals?: readonly NodeJS.Signals[];
  /** A file descriptor for standard output; the pipe is read when there is none. */
  readonly stdout?: number;
  /** Closes the pipe after the first bytes, as `head` does. */
  readonly readsLittle?: boolean;
}

function run({ args, signals = [], stdout, readsLittle = false }: Call): Promise<End> {
  const child = spawn(process.execPath, [join(folder, 'src/cli/main.js'), ...args], {
    env: {},
    stdio: ['ignore', stdout ?? 'pipe', 'pipe'],
  });
  const left = [...signals];
  const end = { stdout: '', stderr: '' };
  child.stdout?.on('data', (data: Buffer) => {
    end.stdout += data.toString();
    if (readsLittle) child.stdout?.destroy();
  });
  child.stderr?.on('data', (data: Buffer) => {
    end.stderr += data.toString();
    for (const signal of left.splice(0)) child.kill(signal);
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, ...end }));
  });
}

describe.concurrent('how the process ends', { timeout: 20_000 }, () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s stops the command: %i', async (signal, code) => {
    const end = await run({ args: ['stops'], signals: [signal] });
    expect(end).toEqual({
      code,
      stdout: '',
      stderr: 'ready\n– Interrupted. There is no result.\n',
    });
  });

  test('a second signal ends what does not listen', async () => {
    const end = await run({ args: ['deaf'], signals: ['SIGINT', 'SIGTERM'] });
    expect([130, 143]).toContain(end.code);
  });

  test('an interrupt is one JSON object, too', async () => {
    const end = await run({ args: ['stops', '--json'], signals: ['SIGINT'] });
    expect(JSON.parse(end.stdout)).toMatchObject({ kind: 'interrupted' });
    expect(end.code).toBe(130);
  });

  test.each(['throws-later', 'rejects-unheard', 'never'])('%s is our failure', async (name) => {
    const end = await run({ args: [name] });
    expect(end.stderr).toContain('This is a fault of TensorFlow GPU Doctor');
    expect([end.code, end.stdout]).toEqual([4, '']);
  });

  test('what still runs after the answer is not waited for', async () => {
    const end = await run({ args: ['leaves-work-behind'] });
    expect([end.code, end.stdout]).toEqual([1, 'answer\n']);
  });

  test('a long output arrives whole', async () => {
    const end = await run({ args: ['prints'] });
    expect([end.code, end.stdout.length]).toEqual([1, 2_500_000]);
  });

  test('a reader that goes early is no error', async () => {
    const end = await run({ args: ['prints'], readsLittle: true });
    expect([end.code, end.stderr]).toEqual([1, '']);
  });

  test.runIf(existsSync('/dev/full'))('a full disk is said', async () => {
    const end = await run({ args: ['prints'], stdout: openSync('/dev/full', 'w') });
    expect(end.stderr).toBe(
      'The output could not be written: ENOSPC: no space left on device, write\n',
    );
    expect(end.code).toBe(4);
  });
});
