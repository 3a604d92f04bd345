import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { activationOf, environmentAfter, writeBlock } from '../../../src/fix/activation.ts';
import { readFixState, storeFixState } from '../../../src/fix/state.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fix-state-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const proof = (key: string) => ({ key, outcome: 'proven' as const, at: '2026-01-01T00:00:00Z' });

test('what was tried is kept for each Python, for its user only, and bounded', () => {
  const environment = { XDG_STATE_HOME: folder };
  expect(readFixState(environment, '/a').proofs).toEqual([]);
  for (let number = 0; number < 22; number += 1) {
    const proofs = Array.from({ length: 150 }, (_, at) => proof(`${number}-${at}`));
    storeFixState(environment, { python: `/${number}`, listed: [], proofs, applied: [] });
  }
  const file = join(folder, 'tf-gpu-doctor/fix.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFixState(environment, '/21').proofs).toHaveLength(100);
  expect(readFixState(environment, '/21').proofs.at(-1)?.key).toBe('21-149');
  expect(readFixState(environment, '/0').proofs).toEqual([]);
  expect(JSON.parse(readFileSync(file, 'utf8'))['pythons']).toHaveLength(20);
});

test.each(['', '{"version": 2}', '[]', 'x'.repeat(2_000_000)])(
  'a file that is none of ours is no memory: %#',
  (text) => {
    const environment = { XDG_STATE_HOME: folder };
    mkdirSync(join(folder, 'tf-gpu-doctor'));
    writeFileSync(join(folder, 'tf-gpu-doctor/fix.json'), text);
    expect(readFixState(environment, '/a')).toMatchObject({ proofs: [], applied: [] });
  },
);

function venv(script: string): string {
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'pyvenv.cfg'), '');
  writeFileSync(join(folder, 'bin/activate'), script);
  return join(folder, 'bin/activate');
}

test('a change stands once in the script, takes effect in a shell, and leaves no trace', async () => {
  const script = 'export VIRTUAL_ENV=/here\n';
  const file = venv(script);
  const activation = activationOf(folder);
  expect(activation).toEqual({ kind: 'venv', file });
  const odd = 'it\'s $HOME `id` \\ "quoted"';
  writeBlock({ kind: 'venv', file }, { A: 'old', GONE: null });
  writeBlock({ kind: 'venv', file }, { A: odd, GONE: null });
  expect(readFileSync(file, 'utf8').match(/>>> tf-gpu-doctor/g)).toHaveLength(1);
  const environment = { PATH: process.env['PATH'], GONE: 'x', KEPT: 'two\nlines' };
  const after = await environmentAfter({ kind: 'venv', file }, environment, folder);
  expect(after).toMatchObject({ A: odd, VIRTUAL_ENV: '/here', KEPT: 'two\nlines' });
  expect(after).not.toHaveProperty('GONE');
  writeBlock({ kind: 'venv', file }, {});
  expect(readFileSync(file, 'utf8')).toBe(script);
});

test("conda's script is made when it is needed and removed when it is not", () => {
  mkdirSync(join(folder, 'conda-meta'));
  const file = join(folder, 'etc/conda/activate.d/tf-gpu-doctor.sh');
  expect(activationOf(folder)).toEqual({ kind: 'conda', file });
  writeBlock({ kind: 'conda', file }, { A: '1' });
  expect(readFileSync(file, 'utf8')).toContain('export A=1');
  writeBlock({ kind: 'conda', file }, {});
  expect(() => statSync(file)).toThrow(/ENOENT/);
});

test('a script that is a link belongs to something else and is left alone', () => {
  const file = venv('');
  rmSync(file);
  writeFileSync(join(folder, 'other'), 'theirs');
  symlinkSync(join(folder, 'other'), file);
  expect(() => {
    writeBlock({ kind: 'venv', file }, { A: '1' });
  }).toThrow(/no plain file/);
  expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('theirs');
});

test('a Python of the system has no script', () => {
  expect(activationOf(folder)).toBeUndefined();
});
