import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import type { Context, NotebookPython, Outcome } from '../../src/command-model/command.ts';
import { lab } from '../../src/commands/lab/index.ts';
import { runWords } from '../../src/command-model/run.ts';
import { readScenario } from '../../src/lab/scenario.ts';
import { practicePython, whyNoLab } from './pythons.ts';

type Changes = Readonly<Record<string, string | null>>;

const states = mkdtempSync(join(tmpdir(), 'tf-gpu-doctor-exercises-'));
afterAll(() => rmSync(states, { recursive: true }));
let notebooks = 0;

/** A notebook whose Python is not there: it only remembers under which environment it would run. */
function notebookWith(variables: readonly string[] = []) {
  const changed: Record<string, string | null> = { MINE: 'kept' };
  const restarts: Changes[] = [];
  const notebook: NotebookPython = {
    identity: restarts,
    python: practicePython,
    state: () => 'idle',
    changes: () => changed,
    pid: () => 1,
    ask: () => Promise.resolve(variables),
    restart: ({ environment = {} }) => {
      restarts.push(environment);
      Object.assign(changed, environment);
      return Promise.resolve();
    },
  };
  const context: Context = {
    ui: 'notebook',
    environment: {
      ...process.env,
      LD_LIBRARY_PATH: '/my/libraries',
      CUDA_VISIBLE_DEVICES: '3',
      XDG_STATE_HOME: states,
      JPY_SESSION_NAME: `notebook ${notebooks++}`,
    },
    cwd: process.cwd(),
    signal: new AbortController().signal,
    show: () => {},
    notebook,
  };
  const say = (line: string): Promise<Outcome> => runWords(lab, context, line.split(' '));
  return { say, changed, restarts };
}

/** The file that was written last. */
function newestIn(folder: string): string {
  const files = join(folder, 'tf-gpu-doctor/exercises');
  const time = (name: string): number => statSync(join(files, name)).mtimeMs;
  return readdirSync(files).toSorted((left, right) => time(right) - time(left))[0] ?? '';
}

const reason = whyNoLab();

describe.skipIf(reason !== undefined)(`an exercise in a notebook ${reason ?? ''}`, () => {
  let notebook = notebookWith();
  afterEach(async () => {
    await notebook.say('stop');
    notebook = notebookWith();
  });

  it('restarts Python on the simulated machine and brings it back', async () => {
    const started = await notebook.say('start no-cudnn');
    expect(started.value).toMatchObject({ state: 'started', scenario: 'no-cudnn' });
    const { changed } = notebook;
    expect(changed['LD_LIBRARY_PATH']).toMatch(/\/driver:.*\/cuda\/lib64:\/my\/libraries$/);
    expect(changed['CUDA_VISIBLE_DEVICES']).toBeNull();
    const view = changed['GPU_LAB_VIEW'] ?? '';
    expect(existsSync(view)).toBe(true);

    const stopped = await notebook.say('stop');
    expect(stopped.value).toMatchObject({ state: 'stopped', expected: 'cudnn-missing' });
    expect(changed).toMatchObject({
      LD_LIBRARY_PATH: '/my/libraries',
      CUDA_VISIBLE_DEVICES: '3',
      GPU_LAB_VIEW: null,
      MINE: 'kept',
    });
    expect(existsSync(view)).toBe(false);
  });

  it('goes from one machine to the next without mixing them', async () => {
    await notebook.say('start masked');
    expect(notebook.changed['CUDA_VISIBLE_DEVICES']).toBe('-1');
    const view = notebook.changed['GPU_LAB_VIEW'] ?? '';
    await notebook.say('start driver-mismatch');
    expect(notebook.changed['CUDA_VISIBLE_DEVICES']).toBeNull();
    expect(notebook.changed['GPU_LAB_RETURN_cuInit']).toBe('803');
    expect(notebook.changed['LD_LIBRARY_PATH']?.match(/driver/g)).toHaveLength(1);
    expect(existsSync(view)).toBe(false);
    await notebook.say('start healthy');
    expect(notebook.changed['GPU_LAB_RETURN_cuInit']).toBeNull();
  });

  it('however many machines are started, the end of the process is waited for once', async () => {
    await notebook.say('start masked');
    const waiting = process.listenerCount('exit');
    await notebook.say('start healthy');
    await notebook.say('stop');
    await notebook.say('start masked');
    expect(process.listenerCount('exit')).toBe(waiting);
  });

  it('gives one hint after the other, and then no more', async () => {
    await notebook.say('start no-cudnn');
    const hints = [];
    for (let count = 0; count < 3; count++) hints.push((await notebook.say('hint')).value['hint']);
    expect(hints).toEqual([
      expect.stringContaining('no part of the CUDA toolkit'),
      expect.stringContaining('the loader not find'),
      null,
    ]);
  });

  it('tells right from wrong, and gives the solution only for the right answer', async () => {
    await notebook.say('start no-cudnn');
    const wrong = await notebook.say('answer cuda-lib-missing');
    expect(wrong).toMatchObject({ exitCode: 1, failsCell: true, value: { correct: false } });
    expect(JSON.stringify(wrong)).not.toContain('cuDNN');
    const right = await notebook.say('answer cudnn-missing');
    expect(right).toMatchObject({ exitCode: 0, value: { correct: true } });
    expect(JSON.stringify(right.report)).toContain('cuDNN is missing');
  });

  it('accepts that a machine is healthy', async () => {
    await notebook.say('start healthy');
    expect((await notebook.say('answer cudnn-missing')).exitCode).toBe(1);
    expect((await notebook.say('answer healthy')).exitCode).toBe(0);
  });

  it('does not tell the name or the title of a surprise', async () => {
    const { value, report } = await notebook.say('start surprise');
    expect(value).toMatchObject({ state: 'started', mode: 'surprise', scenario: null });
    const { title } = readScenario(v.parse(v.string(), value['machine']));
    expect(JSON.stringify(report)).not.toContain(title);
  });

  it('tells a symptom from a wrong answer, each with its reason', async () => {
    await notebook.say('start half-updated-driver');
    const symptom = await notebook.say('answer system-driver-mismatch-803');
    expect(symptom.value).toMatchObject({ correct: false, grade: 'symptom' });
    expect(JSON.stringify(symptom.report)).toContain('803 is the number of it');
    const wrong = await notebook.say('answer cudnn-missing');
    expect(wrong.value).toMatchObject({ correct: false, grade: 'wrong' });
    expect(JSON.stringify(wrong.report)).toContain('Nothing on this machine shows it');
  });

  it('answers an id that does not exist with the nearest one, and does not count it', async () => {
    await notebook.say('start no-cudnn');
    const { exitCode, report } = await notebook.say('answer cudnn-mising');
    expect(exitCode).toBe(2);
    expect(JSON.stringify(report)).toContain('Did you mean `%lab answer cudnn-missing`?');
    expect((await notebook.say('status')).value).toMatchObject({ tries: [], solved: false });
  });

  it('keeps answers, hints and what was solved, also when the kernel was restarted', async () => {
    await notebook.say('start no-cudnn');
    await notebook.say('hint');
    await notebook.say('answer cuda-lib-missing');
    // Another process of the kernel: its number is not the one that was noted.
    const file = join(states, 'tf-gpu-doctor/exercises', newestIn(states));
    writeFileSync(file, readFileSync(file, 'utf8').replace(`"pid":${process.pid}`, '"pid":1'));
    const restarts = notebook.restarts.length;
    expect((await notebook.say('status')).value).toMatchObject({
      here: false,
      hints: 1,
      tries: [{ answer: 'cuda-lib-missing', grade: 'wrong' }],
    });
    await notebook.say('start');
    expect(notebook.restarts.length).toBe(restarts + 1);
    await notebook.say('answer cudnn-missing');
    const { value } = await notebook.say('report');
    expect(value['exercises']).toMatchObject([{ solved: true, hints: 1, tries: [{}, {}] }]);
    const list = v.parse(
      v.object({ scenarios: v.array(v.object({ name: v.string(), solved: v.boolean() })) }),
      (await notebook.say('list')).value,
    );
    const { alias } = readScenario('no-cudnn');
    expect(list.scenarios).toContainEqual(expect.objectContaining({ name: alias, solved: true }));
  });

  it('takes one answer in an exam, and gives the solution then', async () => {
    await notebook.say('start exam');
    const { report } = await notebook.say('answer no-nvidia-gpu');
    expect(JSON.stringify(report)).toContain('It was `');
    expect((await notebook.say('answer healthy')).exitCode).toBe(2);
  });

  it('asks before variables are lost', async () => {
    notebook = notebookWith(['model', 'history']);
    const refused = await notebook.say('start healthy');
    expect(refused).toMatchObject({ exitCode: 1, value: { wouldLose: ['model', 'history'] } });
    expect(notebook.restarts).toEqual([]);
    expect((await notebook.say('start healthy --yes')).exitCode).toBe(0);
    expect((await notebook.say('stop')).exitCode).toBe(1);
    expect((await notebook.say('stop --yes')).exitCode).toBe(0);
  });

  it.each(['hint', 'answer cudnn-missing', 'stop', 'start', 'start nowhere', 'begin'])(
    '`lab %s` is wrong usage when nothing is started',
    async (line) => {
      expect(await notebook.say(line)).toMatchObject({ exitCode: 2 });
    },
  );
});
