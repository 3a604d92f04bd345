import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runProcess } from '../../src/process/process.ts';
import type { NotebookState } from '../../src/snapshot/observations/notebook.ts';
import { UndeterminedError } from '../../src/errors.ts';
import { root } from '../../src/root.ts';
import { askNotebookState } from '../../src/check/notebook-state.ts';

const python = join(root, '.venv/bin/python');

/** Asks a real Python that has run `cell` before; `variables` were there at its start. Twice, so that asking would show if it did something. */
async function stateAfter(
  cell: string,
  variables: Record<string, string> = {},
): Promise<NotebookState | undefined> {
  return askNotebookState({
    async ask(expression, timeoutMs) {
      const ask = `import json as _json\n_e = ${JSON.stringify(expression)}\neval(_e)\nprint(_json.dumps(eval(_e)))`;
      const { stdout } = await runProcess({
        file: python,
        args: ['-c', `${cell}\n${ask}`],
        environment: { ...process.env, CUDA_VISIBLE_DEVICES: undefined, ...variables },
        timeoutMs: timeoutMs + 60_000,
      });
      return JSON.parse(stdout) as unknown;
    },
  });
}

test('before TensorFlow: nothing is imported by asking', async () => {
  const cell = "import os; os.environ['CUDA_VISIBLE_DEVICES'] = '1'";
  const state = await stateAfter(cell, { TF_CPP_MIN_LOG_LEVEL: '2' });
  expect(state).toMatchObject({
    executable: python,
    tensorflowImported: false,
    tensorflowVersion: null,
    initialised: false,
    physicalGpus: null,
    variables: { CUDA_VISIBLE_DEVICES: '1', TF_CPP_MIN_LOG_LEVEL: '2' },
    variablesAtStart: { TF_CPP_MIN_LOG_LEVEL: '2' },
    mappedLibraries: [],
  });
  expect(state?.variablesAtStart).not.toHaveProperty('CUDA_VISIBLE_DEVICES');
});

test('no variable beside the listed ones is told', async () => {
  const state = await stateAfter('', { SECRET_TOKEN: 'hunter2' });
  expect(JSON.stringify(state)).not.toContain('hunter2');
});

test('imported, not yet used: asking does not initialise it', async () => {
  expect(await stateAfter('import tensorflow')).toMatchObject({
    tensorflowImported: true,
    tensorflowVersion: expect.stringMatching(/^2\./),
    initialised: false,
    physicalGpus: null,
    logicalGpus: null,
    softPlacement: null,
  });
});

test('listed, with soft placement off: known, and still not initialised', async () => {
  const cell =
    'import tensorflow as tf; tf.config.list_physical_devices(); tf.config.set_soft_device_placement(False)';
  expect(await stateAfter(cell)).toMatchObject({
    initialised: false,
    physicalGpus: expect.any(Array),
    logicalGpus: null,
    softPlacement: false,
  });
});

test('used: devices are told', async () => {
  const state = await stateAfter('import tensorflow as tf; tf.constant(1) + 1');
  expect(state).toMatchObject({ initialised: true, softPlacement: true });
  expect(state?.logicalGpus).toHaveLength(state?.visibleGpus?.length ?? -1);
});

test('a busy Python has no state', async () => {
  const busy = new UndeterminedError('Python is busy.');
  expect(await askNotebookState({ ask: () => Promise.reject(busy) })).toBeUndefined();
});

test('an answer of another shape is refused', async () => {
  await expect(askNotebookState({ ask: async () => ({ executable: 1 }) })).rejects.toThrow(
    'another shape',
  );
});
