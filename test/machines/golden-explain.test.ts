import { join } from 'node:path';
import { expect, test } from 'vitest';
import { explain } from '../../src/commands/explain/index.ts';
import { runWords } from '../../src/command-model/run.ts';
import { toText } from '../../src/report/text.ts';
import { readSamples } from './samples.ts';

const golden = join(import.meta.dirname, 'golden-explain');

/** Samples by the beginning of what is said of where they were seen: one of each kind of text. */
const chosen = {
  'tensorflow-log': 'TensorFlow 2.4 to 2.10, Linux',
  'nvidia-smi-healthy': 'nvidia-smi 535, a desktop',
  'nvidia-smi-full': 'another notebook holds the GPU',
  'nvidia-smi-old-driver': 'nvidia-smi 418',
  xid: 'kernel log, Xid 79',
  docker: 'iot-salzburg',
  uv: 'coonwg1',
  conda: 'conda/conda#9868',
  'device-list': "the one-line test of TensorFlow's guide",
  harmless: 'TensorFlow 2.18 and 2.19',
  nvcc: 'nvcc --version',
  kernel: 'tensorflow/tensorflow#41132',
} as const;

test.each(Object.entries(chosen))('%s is answered in these words', async (name, beginning) => {
  const sample = readSamples().find(({ seen }) => seen.startsWith(beginning));
  for (const ui of ['terminal', 'notebook'] as const) {
    const context = {
      ui,
      environment: {},
      cwd: '/',
      signal: new AbortController().signal,
      show: () => undefined,
    };
    const { report } = await runWords(explain, context, [], sample?.text);
    const text = toText(report, { width: 88, colour: false, ui });
    await expect(`${text}\n`).toMatchFileSnapshot(join(golden, `${name}.${ui}.txt`));
  }
});
