import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

import { startTestKernel } from './kernel.ts';
import { endless, startEndless } from './running.ts';
import { leftAfter, processesWith } from './soak/processes.ts';

describe.skipIf(process.platform !== 'linux')('no orphans', () => {
  it.each([
    ['a Python cell', endless.loop],
    ['native code that holds the interpreter', endless.native],
    ['a process of a cell', endless.subprocess],
    ['a shell command', endless.shell],
    ['a magic that the kernel runs', endless.magic],
    ['a magic in a Python cell', endless.magicInPython],
  ])('when the kernel is killed during %s', async (_what, code) => {
    const mark = `TFGD_MARK=${Math.random()}`;
    const kernel = await startTestKernel({ environment: { TFGD_MARK: mark.slice(10) } });
    const { client } = kernel;
    await startEndless(client, code);
    expect(processesWith(mark).length).toBeGreaterThan(1);
    kernel.process.kill('SIGKILL');
    await kernel.exited;
    expect(await leftAfter(mark, 3000)).toEqual([]);
    expect(kernel.temporaryFiles()).toEqual([]);
    await kernel.stop();
  });

  it('when Python dies and has started something', async () => {
    const mark = `TFGD_MARK=${Math.random()}`;
    const kernel = await startTestKernel({ environment: { TFGD_MARK: mark.slice(10) } });
    const { client } = kernel;
    await client.execute('import subprocess, os; subprocess.Popen(["sleep", "1000"]); os._exit(1)');
    const sleeping = () => processesWith(mark).filter((line) => line.includes('sleep'));
    const end = Date.now() + 3000;
    while (sleeping().length > 0 && Date.now() < end) await delay(50);
    expect(sleeping()).toEqual([]);
    await kernel.stop();
    expect(processesWith(mark)).toEqual([]);
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
