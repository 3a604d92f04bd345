import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runWords } from '../../src/command-model/run.ts';
import { gpuPlan } from '../../src/commands/gpu-plan/index.ts';
import { runProcess } from '../../src/process/process.ts';
import { commandOnPath } from '../../src/python/python-files.ts';

/** The Python of the plan: one that is there and that TensorFlow 2.21 has packages for. */
const version = ['3.11', '3.12', '3.10', '3.13'].find(
  (one) => commandOnPath(`python${one}`, process.env) !== undefined,
);
const usable = process.platform === 'linux' && version !== undefined;
const reason = usable ? '' : 'no Python 3.10 to 3.13 with that name on the PATH';

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plan-create-'));
  if (version === undefined) return;
  await runProcess({
    file: `python${version}`,
    args: [join(import.meta.dirname, 'stand_in_wheels.py'), folder],
    environment: process.env,
    timeoutMs: 30_000,
  });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** pip finds small stand-ins for TensorFlow and ipykernel in a folder; venv, pip and the check are the real ones. */
const create = (...words: readonly string[]) =>
  runWords(
    gpuPlan,
    {
      ui: 'terminal',
      environment: {
        ...process.env,
        HOME: folder,
        PIP_NO_INDEX: '1',
        PIP_FIND_LINKS: folder,
        PIP_DISABLE_PIP_VERSION_CHECK: '1',
        VIRTUAL_ENV: undefined,
      },
      cwd: folder,
      signal: new AbortController().signal,
      show: () => undefined,
    },
    ['--create', 'made', '--python', version ?? '', '--raw', ...words],
  );

it.skipIf(!usable)(`builds after a yes, checks, offers to Jupyter ${reason}`, async () => {
  const asked = await create();
  expect(asked).toMatchObject({ exitCode: 1, value: { created: null } });
  expect(existsSync(join(folder, 'made'))).toBe(false);

  const { value } = await create('--yes');
  const python = join(folder, 'made/bin/python');
  expect(value).toMatchObject({
    schema: 'tf-gpu-doctor/plan',
    created: { folder: join(folder, 'made'), python },
  });
  const kernel = join(folder, '.local/share/jupyter/kernels/made/kernel.json');
  expect(JSON.parse(readFileSync(kernel, 'utf8'))).toMatchObject({
    argv: [python],
    words: expect.arrayContaining([`Python (made, TensorFlow 2.21.0)`]),
  });

  const again = await create('--yes');
  expect(again).toMatchObject({ exitCode: 2 });
  expect(again.value['message']).toMatch(/is not empty/);
});
