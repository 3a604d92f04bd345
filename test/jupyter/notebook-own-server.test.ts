import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { practicePython } from './lab-server.ts';
import { printedIn, startRun, writeNotebook } from './notebook-command.ts';

let folder: string;
let file: string;
let mark: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-own-'));
  file = join(folder, 'test.ipynb');
  mark = `tfgd-${String(Math.random())}`;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the notebook on a server that the command starts itself. */
function start(words: readonly string[] = []) {
  const environment = { TF_GPU_DOCTOR_PYTHON: practicePython, TFGD_MARK: mark, TMPDIR: folder };
  return startRun([file, ...words], environment);
}

/** Command lines of the processes that carry this test's mark; one that is only waited for has none. */
function marked(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((pid) => {
      try {
        const ours = readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark);
        return ours ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8')] : [];
      } catch {
        return [];
      }
    });
}

/** Temporary folders of our server and of Jupyter's. */
function leftovers(): readonly string[] {
  return readdirSync(folder).filter((name) => /^tf-gpu-doctor-server-|^jupyter-/u.test(name));
}

async function nothingRuns(): Promise<readonly string[]> {
  for (let ms = 0; ms < 8000 && marked().length > 0; ms += 100) await delay(100);
  return marked();
}

async function seen(name: string): Promise<void> {
  for (let ms = 0; ms < 60_000 && !existsSync(join(folder, name)); ms += 50) await delay(50);
}

describe.skipIf(process.platform !== 'linux')('without --server', () => {
  test.each(['python3', 'tf-gpu-doctor'])(
    'the notebook runs in its own folder, in the Python that is diagnosed, with the kernel %s',
    async (kernel) => {
      writeFileSync(join(folder, 'data.txt'), 'from beside the notebook');
      const token =
        'import os; print(os.environ.get("JUPYTER_TOKEN"), os.environ.get("JUPYTER_NO_CONFIG"))';
      writeNotebook(file, kernel, [
        { source: 'print(open("data.txt").read())' },
        { source: 'import sys; print(sys.executable)' },
        { source: token },
      ]);
      const end = await start().end;
      // The whole end, so that a failure says what the command said.
      expect(end).toMatchObject({ code: 0 });
      expect(printedIn(file)).toEqual([
        'from beside the notebook\n',
        `${practicePython}\n`,
        'None None\n',
      ]);
      expect(await nothingRuns()).toEqual([]);
      expect(leftovers()).toEqual([]);
    },
  );

  test.each([
    ['SIGINT', 'python3'],
    ['SIGKILL', 'python3'],
    ['SIGKILL', 'tf-gpu-doctor'],
  ] as const)('%s during a cell of %s: no server and no kernel stays', async (signal, kernel) => {
    const sign = JSON.stringify(join(folder, 'A'));
    const source = `import time\nopen(${sign}, "w").close()\ntime.sleep(1000)`;
    writeNotebook(file, kernel, [{ source }]);
    const run = start();
    await seen('A');
    expect(marked().length).toBeGreaterThan(1);
    run.child.kill(signal);
    await run.end;
    expect(await nothingRuns()).toEqual([]);
    // Who is killed removes nothing; the next run does.
    expect(leftovers()).toHaveLength(signal === 'SIGKILL' ? 1 : 0);
    if (signal === 'SIGKILL') {
      writeNotebook(file, 'python3', [{ source: 'print(1)' }]);
      await start().end;
    }
    expect(leftovers()).toEqual([]);
  });

  test('a kernel that is not there is said, with those that are', async () => {
    writeNotebook(file, 'nowhere', [{ source: 'print(1)' }]);
    const end = await start().end;
    expect(end.code).toBe(2);
    expect(end.stderr).toMatch(/no\s+kernel\s+nowhere/u);
    expect(end.stderr).toContain('tf-gpu-doctor');
    expect(await nothingRuns()).toEqual([]);
  });
});
