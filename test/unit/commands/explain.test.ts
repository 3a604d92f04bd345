import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { Context, Outcome } from '../../../src/command-model/command.ts';
import { runWords } from '../../../src/command-model/run.ts';
import { confirm, decide } from '../../../src/commands/explain/check-here.ts';
import { explain } from '../../../src/commands/explain/index.ts';
import { loadKnowledge } from '../../../src/content/knowledge.ts';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import { explainText } from '../../../src/explain/explain.ts';
import { readFacts } from '../../../src/facts/facts.ts';
import type { Interface } from '../../../src/interface.ts';
import { toText } from '../../../src/report/text.ts';
import { changed, recorded } from './recorded.ts';
import { contextFor } from '../command-model/sample-command.ts';

const log = "Could not load dynamic library 'libcudnn.so.8'; dlerror: libcudnn.so.8: cannot open\n";

const piped = (text: string) => (): AsyncIterable<Uint8Array> => Readable.from([Buffer.from(text)]);
const input = piped(log);
const failingInput = (): never => {
  throw new Error('read');
};

const run = (ui: Interface, words: string[], more: Partial<Context> = {}, cell?: string) =>
  runWords(explain, { ...contextFor(ui), ...more }, words, cell);
const text = ({ report }: Outcome): string => toText(report, { width: 200, colour: false });

test('the answer ends with what to do, in the words of the interface, and where to read more', async () => {
  const notebook = text(await run('notebook', [], {}, log));
  expect(notebook).toMatch(
    /^✘ The cuDNN library[^]*What to do[^]*%pip install[^]*%guide cudnn-missing\./u,
  );
  const terminal = text(await run('terminal', ['-'], { input }));
  expect(terminal).toMatch(/python3 -m pip install[^]*tf-gpu-doctor guide cudnn-missing\./u);
});

test('what is piped in is read without `-`', async () => {
  const answer = await run('terminal', [], { input, inputIsPiped: true });
  expect(answer.value).toMatchObject({ causes: [{ id: 'cudnn-missing' }] });
  const empty = await run('terminal', [], {
    input: piped(''),
    inputIsPiped: true,
  });
  expect([empty.exitCode, empty.value['message']]).toEqual([
    2,
    expect.stringContaining('pipe the text in'),
  ]);
  const typed = await run('terminal', [], { input, inputIsPiped: false });
  expect(typed.exitCode).toBe(2);
});

test('an id is explained although something is piped in', async () => {
  const outcome = await run('terminal', ['cudnn-missing'], {
    input: failingInput,
    inputIsPiped: true,
  });
  expect(outcome).toMatchObject({ exitCode: 0, value: { schema: 'tf-gpu-doctor/guide' } });
});

test.each<[Interface, string[], string]>([
  ['terminal', ['--last'], '2>&1 | tf-gpu-doctor explain'],
  ['notebook', ['--last'], 'has printed anything yet'],
  ['notebook', ['--last', 'x.log'], 'takes no text'],
])('%s: %j is wrong usage', async (ui, words, message) => {
  const outcome = await run(ui, words, ui === 'notebook' ? { lastOutput: () => ' \n' } : {});
  expect([outcome.exitCode, outcome.value['message']]).toEqual([
    2,
    expect.stringContaining(message),
  ]);
});

const knowledge = loadKnowledge();

test('the cause that this machine has comes first, with its evidence and the remedy that fits', () => {
  const masked = recorded({
    ...changed('environment', { variables: { CUDA_VISIBLE_DEVICES: '-1' } }),
    ...changed('cuda-driver', {
      masked: { cuInit: 100, deviceCount: 0, devices: [] },
      unmasked: { cuInit: 0, deviceCount: 1, devices: [] },
    }),
  });
  const diagnosis = diagnose(readFacts(masked), knowledge);
  const both = explainText(
    `${log}failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected\n`,
    knowledge,
  );
  expect(both.causes.map(({ id }) => id)).toContain('cuda-visible-devices');
  const { causes, remedies, sentence } = confirm(both, diagnosis);
  expect(causes[0]).toMatchObject({ id: 'cuda-visible-devices', confidence: 0.99 });
  expect(causes).toHaveLength(both.causes.length);
  expect(remedies.length).toBeGreaterThan(0);
  expect(sentence).toMatch(/confirms it: .*-1/u);
  const asked = decide(
    explainText('failed call to cuInit: CUDA_ERROR_NO_DEVICE\n', knowledge),
    readFacts(masked),
  );
  expect(asked.map(({ here }) => here).join()).toContain('CUDA_VISIBLE_DEVICES is -1');
});

test('a cause that the check does not find stays what the text shows', () => {
  const shown = explainText(log, knowledge);
  const { causes, remedies, sentence } = confirm(shown, { findings: [], unchecked: [] });
  expect(causes).toEqual(shown.causes);
  expect([remedies, sentence]).toEqual([[], expect.stringContaining('finds nothing of this')]);
});

test('of several runs that differ, the answer says which one it is about and what the others showed', async () => {
  const created =
    'Created device /job:localhost/replica:0/task:0/device:GPU:0 with 21886 MB memory';
  const cell = `$ python train.py\n${log}$ python train.py\n${created}\n`;
  const outcome = await run('notebook', [], {}, cell);
  expect(text(outcome)).toMatch(
    /^✔ In the last run of this text TensorFlow has a GPU[^]*holds 2 runs[^]*from line 3 on\. Before it, the text shows cudnn-missing\./u,
  );
  expect(outcome.value['lastRun']).toEqual({ runs: 2, line: 3, earlier: ['cudnn-missing'] });
});
