import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { writeExercises } from '../../src/lab/exercise-state.ts';
import { at, type Exchange, tracebackOf } from './client.ts';
import { startTestKernel, type TestKernel } from './kernel.ts';

// The kernel with the product's commands. Instead of starting a simulated machine, which takes a compiler and
// TensorFlow, the test writes the state that `%lab start exam` leaves.

const states = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-exam-'));
const environment = {
  XDG_STATE_HOME: states,
  JPY_SESSION_NAME: 'exam.ipynb',
  // As in the lab, so that the answer does not depend on the GPUs of the machine that runs the tests.
  GPU_LAB_VIEW: 'none',
};
let kernel: TestKernel;
beforeAll(async () => {
  kernel = await startTestKernel({ main: [], environment });
});
afterAll(async () => {
  await kernel.stop();
  rmSync(states, { recursive: true });
});
afterEach(() => kernel.client.check());

function begin(mode: 'exam' | 'named'): void {
  const exercise = { mode, startedAt: Date.now(), endedAt: null, hints: 0, tries: [] };
  writeExercises(
    { environment, cwd: kernel.folder },
    {
      current: { ...exercise, scenario: 'no-cudnn' },
      machine: { pid: kernel.process.pid ?? 0, folder: states, before: {} },
      done: [],
    },
  );
}

const lost = (library: string): string =>
  `2024-01-01 00:00:00.000000: W tensorflow/stream_executor/platform/default/dso_loader.cc:64] Could not load dynamic library '${library}'; dlerror: ${library}: cannot open shared object file`;
const write = (line: string): string =>
  `import os\nos.write(2, ${JSON.stringify(line)}.encode() + b"\\n")`;
const notes = ({ published }: Exchange): unknown[] =>
  published
    .map(({ content }) => at(content, 'data', 'application/vnd.tf-gpu-doctor.tf-message+json'))
    .filter((value) => value !== undefined);

/** The last words of a process that cuDNN ended. */
const crash = `${write('Could not load library libcudnn_cnn.so.9. Error: libcudnn_cnn.so.9: cannot open shared object file')}\nos.abort()`;

/** Every way by which the product would tell the cause. A note is shown once for each cause, so each has its own. */
async function told(library: string): Promise<Record<string, boolean>> {
  const { client } = kernel;
  const answers = async (code: string): Promise<boolean> => {
    const cell = await client.execute(code);
    if (tracebackOf(cell).includes('In an exam')) return false;
    // Neither silence nor another error is an answer.
    const shown = JSON.stringify(cell.published);
    expect(shown).toContain('application/vnd.tf-gpu-doctor.');
    expect(shown).not.toContain('application/vnd.tf-gpu-doctor.error');
    return true;
  };
  return {
    'gpu-check': await answers('%gpu-check --static --no-driver'),
    explain: await answers('%explain cudnn-missing'),
    'gpu-fix': await answers('%gpu-fix'),
    'explain in a Python cell': await answers('x = 1\n%explain cudnn-missing'),
    'note under the cell': notes(await client.execute(write(lost(library)))).length > 0,
    'cause of a death': tracebackOf(await client.execute(crash)).includes('The likely cause:'),
  };
}

const everything = {
  'gpu-check': true,
  explain: true,
  'gpu-fix': true,
  'explain in a Python cell': true,
  'note under the cell': true,
  'cause of a death': true,
};
const nothing = Object.fromEntries(Object.keys(everything).map((name) => [name, false]));

describe('what the product knows of a simulated machine', () => {
  it('is told in an exercise that is no exam', async () => {
    begin('named');
    expect(await told('libcudnn.so.8')).toEqual(everything);
  });

  it('is withheld in an exam until an answer was given, right or wrong', async () => {
    begin('exam');
    expect(await told('libcublas.so.11')).toEqual(nothing);
    const refused = await kernel.client.execute('%gpu-check');
    expect(tracebackOf(refused)).toContain('%lab answer ID');
    // How Python ended is no secret, only why.
    const death = await kernel.client.execute(crash);
    expect(tracebackOf(death)).toContain('SIGABRT');
    expect(tracebackOf(death)).toContain('libcudnn_cnn.so.9');
    // What is no finding is no answer.
    await kernel.client.execute('%lab answer no-such-finding');
    expect(await told('libcublas.so.11')).toEqual(nothing);
    await kernel.client.execute('%lab answer driver-hangs');
    expect(await told('libcublas.so.11')).toEqual(everything);
  });

  it('is told where another kernel has the exam', async () => {
    begin('exam');
    const other = await startTestKernel({
      main: [],
      environment: { ...environment, JPY_SESSION_NAME: 'other.ipynb' },
    });
    const explained = await other.client.execute('%explain cudnn-missing');
    expect(explained.reply.content['status']).toBe('ok');
    await other.stop();
  });
});
