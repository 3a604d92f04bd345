import { expect, test, vi } from 'vitest';
import type { Context, NotebookPython } from '../../../../src/command-model/command.ts';
import { gpuEnv } from '../../../../src/commands/gpu-env/index.ts';
import { runWords } from '../../../../src/command-model/run.ts';

function notebook(
  variables: readonly string[],
  state: ReturnType<NotebookPython['state']> = 'idle',
) {
  const put: Record<string, string | null> = {};
  const restart = vi.fn<NotebookPython['restart']>((change) => {
    Object.assign(put, change.environment);
    return Promise.resolve();
  });
  const made: NotebookPython = {
    identity: {},
    python: '/venv/bin/python',
    state: () => state,
    changes: () => put,
    pid: () => 1,
    ask: () => Promise.resolve(variables),
    restart,
  };
  return { made, restart };
}

function context(made?: NotebookPython): Context {
  return {
    ui: made ? 'notebook' : 'terminal',
    environment: { CUDA_VISIBLE_DEVICES: '1', SECRET: 'x' },
    cwd: '/',
    signal: new AbortController().signal,
    show: () => undefined,
    ...(made && { notebook: made }),
  };
}

const call = (where: Context, words: string[]) => runWords(gpuEnv, where, words);

test('shows only variables that have to do with GPUs', async () => {
  const { value } = await call(context(), []);
  expect(value['variables']).toMatchObject({ CUDA_VISIBLE_DEVICES: '1' });
  expect(JSON.stringify(value)).not.toContain('SECRET');
});

test('sets one by starting Python again', async () => {
  const { made, restart } = notebook([]);
  const { value, exitCode } = await call(context(made), ['set', 'CUDA_VISIBLE_DEVICES=0']);
  expect(restart).toHaveBeenCalledWith({ environment: { CUDA_VISIBLE_DEVICES: '0' } });
  expect(exitCode).toBe(0);
  expect(value['variables']).toMatchObject({ CUDA_VISIBLE_DEVICES: '0' });
});

test('unsetting hides the inherited value', async () => {
  const { made } = notebook([]);
  const { value } = await call(context(made), ['unset', 'CUDA_VISIBLE_DEVICES']);
  expect(value['variables']).toMatchObject({ CUDA_VISIBLE_DEVICES: null });
});

test('asks first when variables would be lost, and does it with --yes', async () => {
  const { made, restart } = notebook(['model']);
  const asked = await call(context(made), ['set', 'CUDA_VISIBLE_DEVICES=0']);
  expect(asked.exitCode).toBe(1);
  expect(asked.value['wouldLose']).toEqual(['model']);
  expect(restart).not.toHaveBeenCalled();
  await call(context(made), ['set', 'CUDA_VISIBLE_DEVICES=0', '--yes']);
  expect(restart).toHaveBeenCalledOnce();
});

test('a Python that is only starting has nothing to lose', async () => {
  const { made, restart } = notebook(['model'], 'starting');
  expect((await call(context(made), ['unset', 'CUDA_VISIBLE_DEVICES'])).exitCode).toBe(0);
  expect(restart).toHaveBeenCalledOnce();
});

test('a busy Python is not restarted: nobody knows what would be lost', async () => {
  const { made, restart } = notebook([], 'busy');
  expect((await call(context(made), ['unset', 'CUDA_VISIBLE_DEVICES'])).exitCode).toBe(3);
  expect(restart).not.toHaveBeenCalled();
});

test.each<[string[], string]>([
  [['sett', 'A=1'], '`show`, `set` or `unset`'],
  [['set'], 'Name what to set'],
  [['set', 'CUDA_VISIBLE_DEVICES'], 'has no value'],
  [['set', 'CUDA_VISIBLE_DEVICE=0'], 'Did you mean `CUDA_VISIBLE_DEVICES`?'],
])('%j is wrong usage', async (words, message) => {
  const { made } = notebook([]);
  const { exitCode, value } = await call(context(made), words);
  expect(exitCode).toBe(2);
  expect(value['message']).toContain(message);
});

test('in a terminal the shell’s own line is shown', async () => {
  const { exitCode, value } = await call(context(), ['set', "XLA_FLAGS=--a='b'"]);
  expect(exitCode).toBe(2);
  expect(value['message']).toContain(String.raw`export XLA_FLAGS='--a='\''b'\'''`);
});

test('an ordinary kernel cannot start Python again, and says what to do instead', async () => {
  const { exitCode, report } = await call(context({ ...notebook([]).made, canRestart: false }), [
    'set',
    'CUDA_VISIBLE_DEVICES=0',
  ]);
  expect(exitCode).toBe(2);
  expect(report.blocks[0]).toMatchObject({
    text: expect.stringContaining(
      'Only the kernel TensorFlow GPU Doctor can start Python again from a cell. Here, restart the kernel, then run this before TensorFlow is imported: `import os; os.environ["CUDA_VISIBLE_DEVICES"] = "0"`.',
    ),
  });
});
