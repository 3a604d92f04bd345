import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeFilesBack, textBefore, writeFiles } from '../../../src/fix/file-changes.ts';
import { kernelspecChanges } from '../../../src/fix/kernelspec-variables.ts';
import { root } from '../../../src/root.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fix-files-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('files are written and put back to the letter; one that was changed since is left alone', () => {
  const [old, fresh] = [join(folder, 'old.json'), join(folder, 'a/new.json')];
  writeFileSync(old, '{ "by": "hand"}');
  const changes = [
    { path: old, before: textBefore(old), after: 'changed' },
    { path: fresh, before: textBefore(fresh), after: 'made' },
  ];
  writeFiles(changes);
  expect(readFileSync(fresh, 'utf8')).toBe('made');
  writeFileSync(fresh, 'changed by a person');
  expect(() => takeFilesBack(changes)).toThrow(/changed after the remedy/u);
  expect(readFileSync(old, 'utf8')).toBe('changed');
  writeFileSync(fresh, 'made');
  takeFilesBack(changes);
  expect(readFileSync(old, 'utf8')).toBe('{ "by": "hand"}');
  expect(existsSync(fresh)).toBe(false);
});

const main = join(root, 'dist/kernel/main.js');

/** Writes a kernel.json for the user, and gives its path. */
function kernel(name: string, argv: readonly string[], env: Record<string, string>): string {
  const path = join(folder, 'kernels', name, 'kernel.json');
  mkdirSync(join(folder, 'kernels', name), { recursive: true });
  writeFileSync(
    path,
    JSON.stringify({ argv, display_name: name, env, metadata: { kept: 1 } }, null, 4),
  );
  return path;
}

test('of all kernels the one that started this process is changed, in its own form', () => {
  const ours = kernel('ours', ['node', main], { CUDA_VISIBLE_DEVICES: '-1', A: 'b' });
  kernel('python3', ['python', '-m', 'ipykernel_launcher'], { CUDA_VISIBLE_DEVICES: '-1' });
  kernel('another', ['node', main], { CUDA_VISIBLE_DEVICES: '0' });
  const environment = { JUPYTER_DATA_DIR: folder, CUDA_VISIBLE_DEVICES: '-1', A: 'b' };
  const found = kernelspecChanges(environment, [], { CUDA_VISIBLE_DEVICES: null });
  expect(found.map(({ path }) => path)).toEqual([ours]);
  expect(found[0]?.after).toContain('\n    "argv"');
  expect(JSON.parse(found[0]?.after ?? '')).toMatchObject({
    env: { A: 'b' },
    metadata: { kept: 1 },
  });
  expect(kernelspecChanges(environment, [], { LD_LIBRARY_PATH: null })).toEqual([]);
  expect(JSON.parse(kernelspecChanges(environment, [], { B: 'c' })[0]?.after ?? '')['env']).toEqual(
    { CUDA_VISIBLE_DEVICES: '-1', A: 'b', B: 'c' },
  );
});
