import { expect, test } from 'vitest';
import { ownText } from '../unit/source-files.ts';

/** Names in the way of PEP 503, so that `jupyter_kernel_test` and `jupyter-kernel-test` are one. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/gu, '-');

/** The names that a list asks for. */
function wanted(file: string): string[] {
  const lines = ownText(file).split('\n');
  return lines.flatMap((line) => /^[A-Za-z][\w.-]*/u.exec(line)?.map(plain) ?? []);
}

/** The entries of a lock file: `name==version ; marker`, and its hashes. */
function locked(file: string) {
  const entries = ownText(file)
    .split(/\n(?=[a-z])/u)
    .slice(1);
  return entries.map((entry) => {
    const [first = '', ...rest] = entry.trimEnd().split(' \\\n');
    const [pin = '', marker = ''] = first.split(' ; ');
    return {
      name: plain(pin.split('==')[0] ?? ''),
      pin,
      marker,
      hashes: rest.map((line) => line.trim()),
    };
  });
}

const lists = ['setup/requirements', 'setup/requirements-test'];

test.each(lists)('%s.lock pins all that the list asks for, with hashes', (list) => {
  const entries = locked(`${list}.lock`);
  const names = entries.map(({ name }) => name);
  expect(wanted(`${list}.txt`).length).toBeGreaterThan(2);
  expect(wanted(`${list}.txt`).filter((name) => !names.includes(name))).toEqual([]);
  for (const { pin, hashes } of entries) {
    expect(pin).toMatch(/^[\w.-]+==[\w.+!]+$/u);
    expect(hashes.length).toBeGreaterThan(0);
    expect(hashes.filter((hash) => !/^--hash=sha256:[0-9a-f]{64}$/u.test(hash))).toEqual([]);
  }
});

test('what both lock files have, they have in the same version', () => {
  const [first = '', second = ''] = lists;
  const pins = new Set(locked(`${first}.lock`).map(({ pin, marker }) => `${pin} ${marker}`));
  const names = new Set(locked(`${first}.lock`).map(({ name }) => name));
  const shared = locked(`${second}.lock`).filter(({ name }) => names.has(name));
  expect(shared.length).toBeGreaterThan(5);
  const pinned = (pin: string) => [...pins].some((one) => one.startsWith(`${pin} `));
  expect(shared.filter(({ pin }) => !pinned(pin))).toEqual([]);
});
