import { setTimeout as delay } from 'node:timers/promises';

import { printed } from '../client.ts';
import { startTestKernel, type TestKernel } from '../kernel.ts';
import { endless, startEndless } from '../running.ts';
import type { Received } from '../schemas.ts';
import { keepAccount } from './account.ts';
import { leftAfter } from './processes.ts';

export interface KillFigures {
  readonly kills: number;
  /** What was not as it should be, in words. */
  readonly faults: readonly string[];
}

/** Gives the id of a cell that runs when it resolves; undefined when none runs. */
type Moment = (kernel: TestKernel) => Promise<string | undefined>;

const running =
  (code: string): Moment =>
  ({ client }) =>
    startEndless(client, code);

/** Twelve moments at which a Python process, or the kernel, can be killed. */
const moments: Readonly<Record<string, Moment>> = {
  idle: () => Promise.resolve(undefined),
  'a cell just sent': ({ client }) =>
    Promise.resolve(client.start('import time; time.sleep(1000)')),
  'a loop': running(endless.loop),
  sleep: running(endless.sleep),
  await: running(endless.await),
  'native code that holds the interpreter': running(endless.native),
  'a subprocess': running(endless.subprocess),
  'a shell command': running(endless.shell),
  'a magic in a Python cell': running(endless.magicInPython),
  'a flood of output': running('while True: print("runs" * 100)'),
  'an open comm': running(
    `from ipykernel.comm import Comm; kept = Comm(target_name="x"); ${endless.sleep}`,
  ),
  'waiting for input': async ({ client }) => {
    const id = client.start('input("?")');
    const isQuestion = ({ header, parent }: Received) =>
      header.msg_type === 'input_request' && parent.msg_id === id;
    await client.waitFor(isQuestion, 'the question');
    return id;
  },
};
const signals = ['SIGKILL', 'SIGSEGV', 'SIGABRT', 'SIGTERM'] as const;

/** Kills Python again and again under one kernel: each time the cell must fail, and the next one must run. */
export async function killPythons(kernel: TestKernel, kills: number): Promise<KillFigures> {
  const { client } = kernel;
  const account = keepAccount(client);
  const faults: string[] = [];
  const names = Object.keys(moments);
  for (let kill = 0; kill < kills; kill += 1) {
    const name = names[kill % names.length] ?? '';
    const signal = signals[Math.floor(kill / names.length) % signals.length] ?? 'SIGKILL';
    const what = `${signal} at ${name}`;
    const ids: string[] = [];
    let pid: number | undefined;
    try {
      const start = client.start('import os; print(os.getpid())');
      ids.push(start);
      pid = Number(printed(await client.done(start, 'the process id')));
      const id = await moments[name]?.(kernel);
      process.kill(pid, signal);
      if (id === undefined) {
        // A cell that is sent before the kernel knows of the death fails, because it may have begun.
        const isReport = ({ parent, content }: Received) =>
          parent.msg_id === start && content['name'] === 'stderr';
        await client.waitFor(isReport, 'the report of the death');
        // Its report stands under the cell, which was idle.
        ids.pop();
      } else {
        ids.push(id);
        const { reply } = await client.done(id, 'the cell');
        if (reply.content['ename'] !== 'PythonDied') faults.push(`${what}: the cell did not fail`);
      }
      const next = client.start('print("next")');
      ids.push(next);
      if (printed(await client.done(next, 'the next cell')) !== 'next\n') {
        faults.push(`${what}: the next cell did not run`);
      }
    } catch (error) {
      faults.push(`${what}: ${String(error)}`);
      // A cell that still runs would fail every one of the rest.
      if (pid !== undefined) killIfRunning(pid);
    }
    faults.push(...account.faults(ids).map((fault) => `${what}: ${fault}`));
    client.forget();
    if (faults.length > 3) break;
  }
  return { kills, faults };
}

function killIfRunning(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

/** Delays after the start of the kernel, in ms, at which it is killed, too: it may be in the middle of anything. */
const startUp = [0, 20, 40, 60, 80, 120, 160, 220, 300, 400];

/** Kills kernels, at the same moments and during their start: nothing of them may be left. */
export async function killKernels(kills: number): Promise<KillFigures> {
  const faults: string[] = [];
  const names = Object.keys(moments);
  for (let kill = 0; kill < kills; kill += 1) {
    const early = kill % 2 === 0 ? startUp[(kill / 2) % startUp.length] : undefined;
    const name = names[Math.floor(kill / 2) % names.length] ?? '';
    const mark = `soak-${process.pid}-${kill}`;
    const kernel = await startTestKernel({
      environment: { TFGD_MARK: mark },
      wait: early === undefined,
    });
    const what = early === undefined ? name : `${early} ms after the start`;
    if (early === undefined) await moments[name]?.(kernel);
    else await delay(early);
    kernel.process.kill('SIGKILL');
    await kernel.exited;
    const left = await leftAfter(mark, 5000);
    if (left.length > 0) faults.push(`${what}: still running: ${left.join(', ')}`);
    const files = kernel.temporaryFiles();
    if (files.length > 0) faults.push(`${what}: still there: ${files.join(', ')}`);
    await kernel.discard();
  }
  return { kills, faults };
}
