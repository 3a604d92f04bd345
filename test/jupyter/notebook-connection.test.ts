import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { leftToAccuracy, runAll } from '../sampled.ts';
import { startCutProxy, type CutProxy } from './cut-proxy.ts';
import { useLab, type SharedLab } from './shared.ts';
import { printedIn } from './notebook-command.ts';
import { NotebookRun } from './notebook-run.ts';

let server: SharedLab;
let run: NotebookRun;
let proxy: CutProxy;

beforeAll(async () => {
  server = await useLab();
  proxy = await startCutProxy(server.url);
});
afterAll(async () => {
  await proxy.close();
  await server.leave();
});
beforeEach(() => {
  run = new NotebookRun(server);
});
afterEach(async () => {
  proxy.open();
  await run.remove();
});

describe('the connection is cut in the middle', () => {
  test('and comes back: what was printed meanwhile is there', async () => {
    run.write(
      'python3',
      'print("before")',
      `print("a"); ${run.sign('A')}\n${run.wait('B')}\nfor i in range(100): print(i)\n${run.sign('C')}\n${run.wait('D')}\nprint("z")`,
      'print("after")',
    );
    const started = run.start([], proxy.url);
    await run.seen('A');
    proxy.shut();
    writeFileSync(join(run.folder, 'B'), '');
    await run.seen('C');
    proxy.open();
    await run.kernelIs('connected');
    writeFileSync(join(run.folder, 'D'), '');
    const end = await started.end;
    expect([end.code, end.stderr.match(/the connection was lost/u)?.[0]]).toEqual([
      0,
      'the connection was lost',
    ]);
    const counted = Array.from({ length: 100 }, (_, i) => `${i}\n`).join('');
    expect(printedIn(run.file)).toEqual(['before\n', `a\n${counted}z\n`, 'after\n']);
    expect(run.leaks(end)).toEqual([]);
    expect(await run.left()).toEqual([]);
  });

  test('while a cell ends: the run goes on, or says that the end was lost, and never hangs', async (context) => {
    if (!runAll) context.skip(leftToAccuracy);
    run.write('python3', `${run.sign('A')}\n${run.wait('B')}\nprint("ended")`, 'print("after")');
    const started = run.start([], proxy.url);
    await run.seen('A');
    proxy.shut();
    writeFileSync(join(run.folder, 'B'), '');
    await run.kernelIs('idle');
    proxy.open();
    const end = await started.end;
    const told = end.code === 0 ? printedIn(run.file)[0] : end.stdout;
    expect(told).toMatch(/^ended\n$|Cell 2 ended while the connection was lost/u);
    expect(await run.left()).toEqual([]);
  });

  test('and stays away: a sentence, and the outputs so far', async () => {
    run.write('python3', 'print("before")', `print("a"); ${run.sign('A')}\n${run.wait('B')}`);
    const started = run.start(['--reconnect', '3'], proxy.url);
    await run.seen('A');
    await expect.poll(() => printedIn(run.file)[1], { timeout: 20_000 }).toBe('a\n');
    proxy.shut();
    const end = await started.end;
    expect(end.code).toBe(3);
    expect(end.stdout).toMatch(/was\s+lost\s+in\s+cell\s+3\s+and\s+did\s+not\s+come\s+back/u);
    expect(end.stdout).toMatch(/did\s+not\s+confirm\s+that\s+the\s+kernel\s+stopped/u);
    expect(printedIn(run.file)).toEqual(['before\n', 'a\n']);
    expect(run.leaks(end)).toEqual([]);
  });

  test('and the kernel is gone when it comes back', async () => {
    run.write('python3', `${run.sign('A')}\n${run.wait('B')}`);
    const started = run.start([], proxy.url);
    await run.seen('A');
    proxy.shut();
    await run.endSessions();
    proxy.open();
    const end = await started.end;
    expect(end.code).toBe(3);
    expect(end.stdout).toMatch(/did\s+not\s+know\s+the\s+kernel\s+any\s+more/u);
    expect(await run.left()).toEqual([]);
  });
});
