import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../src/root.ts';

const schemas = new Map<string, ValidateFunction>();
let folder = '';

beforeAll(async () => {
  const ajv = new Ajv({ allErrors: true, strictTypes: false, formats: { 'date-time': true } });
  for (const file of readdirSync(join(root, 'content/schema'))) {
    const schema: object = JSON.parse(readFileSync(join(root, 'content/schema', file), 'utf8'));
    schemas.set(`tf-gpu-doctor/${basename(file, '.json')}`, ajv.compile(schema));
  }
  folder = mkdtempSync(join(tmpdir(), 'tgd-outputs-'));
  await call('snapshot', '--static', 'machine.json');
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Called {
  readonly code: number;
  readonly stdout: string;
}

/** The built command in a folder of its own. */
function call(...words: readonly string[]): Promise<Called> {
  const main = join(root, 'dist/src/cli/main.js');
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [main, ...words],
      { cwd: folder, timeout: 100_000, maxBuffer: 1e8 },
      (error, stdout) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout }),
    );
    child.stdin?.end('W0000 gpu_device.cc:2365] Cannot dlopen some GPU libraries.\n');
  });
}

test.each<[string, string[], number[]]>([
  ['diagnosis', ['gpu-check', '--static'], [0, 1, 3]],
  ['diagnosis', ['gpu-check', '--from', 'machine.json'], [0, 1, 3]],
  ['cuda-versions', ['cuda-versions'], [0]],
  ['cuda-versions', ['cuda-versions', '--from', 'machine.json'], [0]],
  [
    'matmul-bench',
    ['matmul-bench', '--sizes', '64', '--dtypes', 'float32', '--seconds', '0.2'],
    [0],
  ],
  ['multi-gpu', ['multi-gpu', '--batch', '8', '--seconds', '0.2'], [0]],
  ['explanation', ['explain', '-'], [0]],
  ['guide', ['explain', 'no-nvidia-gpu'], [0]],
  ['environment', ['gpu-env'], [0]],
  ['pythons', ['gpu-python'], [0]],
  ['snapshot', ['snapshot', '--static'], [0]],
  ['report-file', ['report', 'r.html', '--static'], [0]],
  ['comparison', ['compare', 'machine.json', 'machine.json'], [0]],
  ['guide', ['guide'], [0]],
  ['scenarios', ['lab', 'list'], [0]],
  ['commands', ['--help'], [0]],
  ['help', ['gpu-check', '--help'], [0]],
  ['error', ['gpu-check', '--stattic'], [2]],
  ['error', ['gpu-check', '--from', 'nothing.json'], [2]],
])('%s: %j prints one object that fits its schema', async (name, words, codes) => {
  const { code, stdout } = await call(...words, '--json');
  const value: Record<string, unknown> = JSON.parse(stdout);
  expect(value['schema']).toBe(`tf-gpu-doctor/${name}`);
  const validate = schemas.get(`tf-gpu-doctor/${name}`);
  expect(validate, `content/schema/${name}.json`).toBeDefined();
  validate?.(value);
  expect(validate?.errors ?? []).toEqual([]);
  expect(codes).toContain(code);
});

test('the report as JSON fits its schema', async () => {
  await call('report', 'r.json', '--static');
  const value: unknown = JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8'));
  const validate = schemas.get('tf-gpu-doctor/report');
  validate?.(value);
  expect(validate?.errors ?? []).toEqual([]);
});
