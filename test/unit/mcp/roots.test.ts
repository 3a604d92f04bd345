import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

import { fileBelowRoots } from '../../../src/mcp/roots.ts';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'tfgd-roots-')));
const root = join(base, 'project');
mkdirSync(join(root, 'logs'), { recursive: true });
mkdirSync(join(base, 'project-other'));
writeFileSync(join(base, 'secret.txt'), 'secret');
writeFileSync(join(base, 'project-other', 'a.txt'), 'other');
writeFileSync(join(root, 'logs', 'train.log'), 'log');
writeFileSync(join(root, '..log'), 'log');
symlinkSync(join(base, 'secret.txt'), join(root, 'link.txt'));
symlinkSync(base, join(root, 'up'));
symlinkSync(join(root, 'logs'), join(base, 'way-in'));
const uris = [pathToFileURL(root).href];

afterAll(() => rmSync(base, { recursive: true }));

describe('a file of the client', () => {
  test('is found below a declared folder, by either kind of path', async () => {
    const log = join(root, 'logs', 'train.log');
    expect(await fileBelowRoots('logs/train.log', uris)).toBe(log);
    expect(await fileBelowRoots(log, ['https://example.org/', ...uris])).toBe(log);
    expect(await fileBelowRoots(join(base, 'way-in', 'train.log'), uris)).toBe(log);
    expect(await fileBelowRoots('..log', uris)).toBe(join(root, '..log'));
  });

  test('is refused elsewhere in the same words as one that does not exist', async () => {
    const paths = [
      '../secret.txt',
      join(base, 'secret.txt'),
      'link.txt',
      'up/secret.txt',
      '../project-other/a.txt',
      'logs',
      '.',
      '/dev/zero',
      'no-such-file',
      'a\0b',
    ];
    for (const path of paths) {
      await expect(fileBelowRoots(path, uris)).rejects.toThrow('There is no such file below');
    }
  });

  test('is refused when the client has declared no folder', async () => {
    for (const none of [[], ['https://example.org/x'], ['file:///no/such/folder'], ['nonsense']]) {
      await expect(fileBelowRoots('a', none)).rejects.toThrow('declared no folder');
    }
  });
});
