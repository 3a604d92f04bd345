import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readChosenPython } from '../../src/python/chosen-python.ts';
import { readSnapshot } from '../../src/snapshot/read-snapshot.ts';
import type { Command, Context, NotebookPython, Outcome } from '../../src/command-model/command.ts';
import { explain } from '../../src/commands/explain/index.ts';
import { gpuPython } from '../../src/commands/gpu-python/index.ts';
import { runWords } from '../../src/command-model/run.ts';
import { snapshot } from '../../src/commands/snapshot/index.ts';
import { toText } from '../../src/report/text.ts';
import { root } from '../../src/root.ts';
import { basePython, python } from './pythons.ts';

let folder: string;
let environment: Record<string, string>;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tgd-commands-')));
  environment = {
    PATH: '/usr/bin:/bin',
    HOME: folder,
    USER: 'adalove',
    XDG_CONFIG_HOME: join(folder, 'config'),
    LD_LIBRARY_PATH: '/scratch/adalove/lib',
  };
});
afterAll(() => rmSync(folder, { recursive: true }));

const context = (more: Partial<Context> = {}): Context => ({
  ui: 'terminal',
  environment,
  cwd: folder,
  signal: new AbortController().signal,
  show: () => {},
  ...more,
});

const headline = ({ report }: Outcome): string => {
  const [first] = report.blocks;
  return first?.kind === 'headline' ? `${first.text} ${first.next ?? ''}` : '';
};

/** A venv without anything in it. */
function venv(name: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, 'bin'), { recursive: true });
  writeFileSync(join(path, 'pyvenv.cfg'), `home = ${dirname(basePython.path)}\nversion = 3.11.7\n`);
  symlinkSync(basePython.path, join(path, 'bin/python'));
  return join(path, 'bin/python');
}

/** A notebook's Python with these variables in it; remembers what it was restarted with. */
function notebook(variables: readonly string[]): NotebookPython & { readonly restarts: unknown[] } {
  const restarts: unknown[] = [];
  return {
    identity: restarts,
    restarts,
    python,
    state: () => 'idle',
    changes: () => ({}),
    pid: () => 1,
    ask: () => Promise.resolve(variables),
    restart: (change) => {
      restarts.push(change);
      return Promise.resolve();
    },
  };
}

/** Runs a command and checks its value against the schema that it names. */
async function run(
  command: Command,
  words: readonly string[],
  more: Partial<Context> = {},
): Promise<Outcome> {
  const outcome = await runWords(command, context(more), words);
  const named = outcome.value['schema'];
  const name = typeof named === 'string' ? named.replace('tf-gpu-doctor/', '') : '';
  const schema: unknown = JSON.parse(
    readFileSync(join(root, `content/schema/${name}.json`), 'utf8'),
  );
  const validate = new Ajv({ allErrors: true, formats: { 'date-time': true } }).compile(
    Object(schema),
  );
  validate(outcome.value);
  expect(validate.errors).toBeNull();
  return outcome;
}

describe('snapshot', () => {
  const words = ['--static', '--python', python];

  test('a redacted file that --from reads', async () => {
    const outcome = await run(snapshot, [...words, 'machine.json']);
    expect(outcome.exitCode).toBe(0);
    expect(outcome.printed).toBeUndefined();
    const text = readFileSync(join(folder, 'machine.json'), 'utf8');
    expect(text).not.toContain('adalove');
    expect(text).not.toContain(folder);
    const read = readSnapshot(text, 'machine.json');
    expect(read).toMatchObject({ redacted: true, liveSkipped: 'static' });
    expect(outcome.value).toEqual(JSON.parse(text));
    const again = await run(snapshot, ['--from', 'machine.json', 'copy.json']);
    expect(again.exitCode).toBe(0);
    expect(readSnapshot(readFileSync(join(folder, 'copy.json'), 'utf8'), 'copy')).toEqual(read);
  });

  test('without a file it is printed; --raw leaves the names in', async () => {
    const outcome = await run(snapshot, [...words, '--raw']);
    const read = readSnapshot(outcome.printed ?? '', 'the output');
    expect(read.redacted).toBe(false);
    expect(outcome.printed).toContain('/scratch/adalove/lib');
    expect(headline(outcome)).toContain('Send it only to people');
  });

  test("replaces a snapshot, and leaves somebody else's file alone", async () => {
    expect((await run(snapshot, [...words, 'machine.json'])).exitCode).toBe(0);
    writeFileSync(join(folder, 'thesis.tex'), 'years of work');
    const outcome = await run(snapshot, [...words, 'thesis.tex']);
    expect(outcome.exitCode).toBe(2);
    expect(headline(outcome)).toContain('is there already and is not ours');
    expect(readFileSync(join(folder, 'thesis.tex'), 'utf8')).toBe('years of work');
  });

  test("leaves somebody else's script alone, whatever words are in it", async () => {
    const mine = '# tf-gpu-doctor: asks this machine\nx = 1\n';
    writeFileSync(join(folder, 'own.py'), mine);
    expect((await run(snapshot, ['--script', 'own.py'])).exitCode).toBe(2);
    expect(readFileSync(join(folder, 'own.py'), 'utf8')).toBe(mine);
  });

  test('a folder that is not there', async () => {
    const outcome = await run(snapshot, [...words, 'no/such/folder.json']);
    expect(outcome.exitCode).toBe(2);
    expect(headline(outcome)).toContain('could not be written');
  });

  test('--script gives the collector, to the letter or as a file', async () => {
    const printed = await run(snapshot, ['--script']);
    expect(printed.printed).toMatch(/^#!\/usr\/bin\/env python3\n/);
    const written = await run(snapshot, ['--script', 'collect.py']);
    expect(written.printed).toBeUndefined();
    expect(readFileSync(join(folder, 'collect.py'), 'utf8')).toBe(printed.printed);
    expect((await run(snapshot, ['--script', 'collect.py'])).exitCode).toBe(0);
  });
});

const logOfLastCell = (): string =>
  "Could not load dynamic library 'libcudnn.so.8'; dlerror: libcudnn.so.8: cannot open\n";

describe('explain --last', () => {
  test('explains what the notebook printed, and checks this machine for it', async () => {
    const outcome = await run(explain, ['--last'], { ui: 'notebook', lastOutput: logOfLastCell });
    expect(outcome.value).toMatchObject({ causes: [{ id: 'cudnn-missing' }] });
    const text = toText(outcome.report, { width: 200, colour: false });
    expect(text).toContain('A check of this machine');
    expect(text).toMatch(/What to do[^]*Read more: /u);
  });
});

describe('gpu-python', () => {
  test('lists what there is, and says which one is diagnosed and why', async () => {
    const other = venv('.venv-list');
    const outcome = await run(gpuPython, ['--python', python, '--raw']);
    expect(outcome.exitCode).toBe(0);
    expect(outcome.value).toMatchObject({ target: python, chosenBecause: '--python' });
    expect(outcome.value['pythons']).toContainEqual({
      path: other,
      origin: 'venv',
      version: '3.11.7',
      tensorflow: null,
      ipykernel: null,
      diagnosed: false,
    });
    expect(headline(outcome)).toContain(python);
  });

  test('use and forget, in a terminal', async () => {
    const chosen = venv('.venv-use');
    const used = await run(gpuPython, ['use', '~/.venv-use']);
    expect(used.exitCode).toBe(0);
    expect(readChosenPython(environment)).toBe(chosen);
    const listed = await run(gpuPython, ['--raw']);
    expect(listed.value).toMatchObject({ target: chosen });
    expect((await run(gpuPython, ['forget'])).exitCode).toBe(0);
    expect(existsSync(join(folder, 'config/tf-gpu-doctor/python.json'))).toBe(false);
  });

  test('in a notebook with variables it asks first, and changes nothing', async () => {
    const chosen = venv('.venv-notebook');
    const asked = notebook(['model', 'data']);
    const outcome = await run(gpuPython, ['use', chosen], { ui: 'notebook', notebook: asked });
    expect(outcome.exitCode).toBe(1);
    expect(headline(outcome)).toContain('`model`, `data`');
    expect(asked.restarts).toEqual([]);
    expect(readChosenPython(environment)).toBeUndefined();
  });

  test('with --yes, or nothing to lose, it restarts under the other Python', async () => {
    const chosen = join(folder, '.venv-notebook/bin/python');
    for (const [variables, words] of [
      [['model'], ['use', chosen, '--yes']],
      [[], ['use', chosen]],
    ] as const) {
      const asked = notebook(variables);
      const outcome = await run(gpuPython, words, { ui: 'notebook', notebook: asked });
      expect(outcome.exitCode).toBe(0);
      expect(asked.restarts).toEqual([{ python: chosen }]);
      // It has no ipykernel, which a notebook needs.
      expect(headline(outcome)).toContain('-m pip install ipykernel');
    }
    await run(gpuPython, ['forget']);
  });

  test.each([
    [['use'], /Name the Python/],
    [['use', '/no/such/python'], /no such file/],
    [['use', 'a', 'b'], /takes one word/],
    [['uze', 'x'], /Did you mean `?use`?/],
    [['forget', 'x'], /takes no words/],
    [['--from', 'x.json'], /could not be read/],
    [['forget', '--from', 'x.json'], /has no option .--from./],
  ])('%j is wrong usage', async (words, message) => {
    const outcome = await run(gpuPython, words);
    expect(outcome.exitCode).toBe(2);
    expect(headline(outcome)).toMatch(message);
  });
});
