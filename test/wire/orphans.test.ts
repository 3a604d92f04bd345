import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

import { startTestKernel } from './kernel.ts';

/** Processes (not yet only zombies) that have this in their environment. */
function marked(mark: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark);
      } catch {
        return false;
      }
    });
}

async function leftAfter(mark: string, ms: number): Promise<string[]> {
  const end = Date.now() + ms;
  while (marked(mark).length > 0 && Date.now() < end) await delay(50);
  return marked(mark).map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
}

describe.skipIf(process.platform !== 'linux')('no orphans', () => {
  it.each([
    ['a Python cell', 'while True: pass'],
    [
      'native code that holds the interpreter',
      // Python's thread for output needs the interpreter to say that the cell has started, so it gets it first.
      'import ctypes, time; time.sleep(0.2); ctypes.PyDLL(None).sleep(1000)',
    ],
    ['a process of a cell', 'import subprocess; subprocess.run(["sleep", "1000"])'],
    ['a shell command', '!sleep 1000'],
    ['a magic of the front', '%demo-slow'],
    ['a magic in a Python cell', 'x = 1\n%demo-slow'],
  ])('when the front is killed during %s', async (_what, code) => {
    const mark = `TFGD_MARK=${Math.random()}`;
    const kernel = await startTestKernel({ environment: { TFGD_MARK: mark.slice(10) } });
    const { client } = kernel;
    const id = client.start(code);
    await client.waitFor(
      ({ header, parent }) => header.msg_type === 'execute_input' && parent.msg_id === id,
      'the start of the cell',
    );
    await delay(500);
    expect(marked(mark).length).toBeGreaterThan(1);
    kernel.process.kill('SIGKILL');
    await kernel.exited;
    expect(await leftAfter(mark, 3000)).toEqual([]);
    await kernel.stop();
  });

  it('when Python dies and has started something', async () => {
    const mark = `TFGD_MARK=${Math.random()}`;
    const kernel = await startTestKernel({ environment: { TFGD_MARK: mark.slice(10) } });
    const { client } = kernel;
    await client.execute('import subprocess, os; subprocess.Popen(["sleep", "1000"]); os._exit(1)');
    const sleeping = () =>
      marked(mark).filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('sleep'));
    const end = Date.now() + 3000;
    while (sleeping().length > 0 && Date.now() < end) await delay(50);
    expect(sleeping()).toEqual([]);
    await kernel.stop();
    expect(marked(mark)).toEqual([]);
  });

  it('when the process that started the kernel is gone', async () => {
    // The announced parent counts when it is not the direct one.
    const { spawn } = await import('node:child_process');
    const server = spawn('sleep', ['1000'], { stdio: 'ignore' });
    const mark = `TFGD_MARK=${Math.random()}`;
    const kernel = await startTestKernel({
      environment: { TFGD_MARK: mark.slice(10), JPY_PARENT_PID: String(server.pid) },
    });
    await kernel.client.execute('1');
    server.kill('SIGKILL');
    expect(await kernel.exited).toBe(0);
    expect(await leftAfter(mark, 3000)).toEqual([]);
    await kernel.stop();
  });
});
