import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installKernel } from '../../src/jupyter/kernelspec.ts';
import { prepareScenario } from '../../src/lab/lab.ts';
import { root } from '../../src/root.ts';
import { practicePython, whyNoLab } from '../lab/pythons.ts';

// The real kernel, driven by nbclient, on a simulated machine whose GPU its own kernel.json hides.

const reason = whyNoLab();
const show = "import os; print(os.environ.get('CUDA_VISIBLE_DEVICES'))";

let home = '';
let lab = '';
let environment: NodeJS.ProcessEnv = {};
let kernelJson = '';
beforeAll(async () => {
  if (reason !== undefined) return;
  home = mkdtempSync(join(tmpdir(), 'gpu-fix-kernel-'));
  const prepared = await prepareScenario('healthy', {
    python: practicePython,
    environment: process.env,
  });
  lab = prepared.folder;
  environment = {
    ...prepared.environment,
    // The practice environment may have a kernel of this name.
    JUPYTER_PREFER_ENV_PATH: '0',
    JUPYTER_DATA_DIR: join(home, 'data'),
    JUPYTER_RUNTIME_DIR: join(home, 'runtime'),
    JUPYTER_CONFIG_DIR: join(home, 'config'),
    IPYTHONDIR: join(home, 'ipython'),
    XDG_STATE_HOME: join(home, 'state'),
  };
  const world = { environment, platform: process.platform, node: process.execPath, prefixes: [] };
  const { folder } = await installKernel({ kind: 'user' }, world, practicePython);
  kernelJson = join(folder, 'kernel.json');
  const spec: unknown = JSON.parse(readFileSync(kernelJson, 'utf8'));
  const hidden = { ...Object(spec), env: { CUDA_VISIBLE_DEVICES: '-1' } };
  writeFileSync(kernelJson, JSON.stringify(hidden, null, 1));
});
afterAll(async () => {
  await rm(home, { recursive: true, force: true });
  await rm(lab, { recursive: true, force: true });
});

/** The plain text of each cell's outputs, after a run of them all in a new kernel. */
async function run(...cells: readonly string[]): Promise<readonly string[]> {
  const script = join(root, 'test/jupyter/run_cells.py');
  const { stdout } = await promisify(execFile)(
    practicePython,
    [script, 'tf-gpu-doctor', JSON.stringify(cells)],
    { env: environment, cwd: home, timeout: 170_000, maxBuffer: 2 ** 26 },
  );
  const made: unknown = JSON.parse(stdout);
  const list: readonly { outputs: readonly Record<string, unknown>[] }[] = Object(made);
  return list.map(({ outputs }) =>
    outputs
      .map((one) => String(one['text'] ?? Object(one['data'])['text/plain'] ?? one['evalue'] ?? ''))
      .join(''),
  );
}

describe.skipIf(reason !== undefined)(`gpu-fix in the real kernel ${reason ?? ''}`, () => {
  it('tries, applies for later too, and takes back', { timeout: 180_000 }, async () => {
    const before = readFileSync(kernelJson, 'utf8');
    const [hidden, listed, tried, asked, applied, shown, again] = await run(
      show,
      '%gpu-fix',
      '%gpu-fix --try',
      '%gpu-fix --apply 1 --lasting',
      '%gpu-fix --apply 1 --lasting --yes',
      show,
      '%gpu-check',
    );
    expect(hidden).toContain('-1');
    expect(listed).toContain('%gpu-env unset CUDA_VISIBLE_DEVICES');
    expect(tried).toContain('Proven');
    expect(asked).toContain('Nothing was changed yet');
    expect(applied).toContain('is applied in this notebook, and for later in');
    expect(shown).toContain('None');
    expect(again).not.toContain('cuda-visible-devices');
    expect(JSON.parse(readFileSync(kernelJson, 'utf8'))['env']).toBeUndefined();

    // A new kernel, as after the computer was started again.
    const [later, undone, back] = await run(show, '%gpu-fix --undo --yes', show);
    expect(later).toContain('None');
    expect(undone).toContain('taken back');
    expect(back).toContain('-1');
    expect(readFileSync(kernelJson, 'utf8')).toBe(before);
  });

  it('a command of the list works as it is printed', { timeout: 180_000 }, async () => {
    const [, unset, shown] = await run(show, '%gpu-env unset CUDA_VISIBLE_DEVICES --yes', show);
    expect(unset).toContain('started again');
    expect(shown).toContain('None');
  });
});
