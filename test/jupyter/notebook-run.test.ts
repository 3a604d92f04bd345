import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { root } from '../../src/root.ts';
import { practicePython } from './lab-server.ts';
import { useLab, type SharedLab } from './shared.ts';
import { printedIn, readSaved } from './notebook-command.ts';
import { NotebookRun } from './notebook-run.ts';

let server: SharedLab;
let run: NotebookRun;

beforeAll(async () => {
  server = await useLab();
});
afterAll(() => server.leave());
beforeEach(() => {
  run = new NotebookRun(server);
});
afterEach(() => run.remove());

describe('a notebook that runs through', () => {
  test.each(['python3', 'tf-gpu-doctor'])('with the kernel %s', async (kernel) => {
    run.write(
      kernel,
      'print("one")\nprint("two")',
      'from IPython.display import display, clear_output\nshown = display("old", display_id=True)\n6 * 7',
      'shown.update("new")\nprint("gone")\nclear_output(wait=True)\nprint("kept")',
      'import os\nprint("my token is", os.environ["JUPYTER_TOKEN"])',
      '',
    );
    const end = await run.start(['--json']).end;
    expect([end.code, end.stderr.replaceAll(/.* …\n/gu, '')]).toEqual([0, '']);
    expect(run.leaks(end)).toEqual([]);
    const value: unknown = JSON.parse(end.stdout);
    const schema = readFileSync(join(root, 'content/schema/notebook-run.json'), 'utf8');
    const validate = new Ajv({ allErrors: true }).compile(JSON.parse(schema));
    validate(value);
    expect(validate.errors).toBeNull();
    expect(value).toMatchObject({ end: 'ok', kernel, kernelEnded: true });

    const { nbformat_minor, cells } = readSaved(run.file);
    expect(nbformat_minor).toBe(5);
    expect(new Set(cells.map(({ id }) => id)).size).toBe(6);
    expect(cells.map((cell) => cell.execution_count)).toEqual([undefined, 1, 2, 3, 4, null]);
    expect(cells[1]?.outputs).toEqual([
      { name: 'stdout', output_type: 'stream', text: ['one\n', 'two\n'] },
    ]);
    expect(cells[2]?.outputs).toMatchObject([
      { output_type: 'display_data', data: { 'text/plain': ["'new'"] } },
      { output_type: 'execute_result', execution_count: 2, data: { 'text/plain': ['42'] } },
    ]);
    expect(printedIn(run.file).slice(2, 4)).toEqual(['kept\n', 'my token is <token>\n']);
    expect(readdirSync(run.folder).filter((name) => name.includes('unfinished'))).toEqual([]);
    expect(await run.left()).toEqual([]);
  });

  // With its default limits a server drops what comes beyond 1000 messages a second on average over 3 s.
  test.each(['python3', 'tf-gpu-doctor'])(
    'with 40,000 lines of a subprocess through the kernel %s',
    async (kernel) => {
      run.write(
        kernel,
        'import subprocess; subprocess.run(["bash", "-c", "for ((i = 0; i < 40000; i++)); do echo line $i; done"]); None',
      );
      const end = await run.start().end;
      expect(end).toMatchObject({ code: 0, stderr: '' });
      const lines = (printedIn(run.file)[0] ?? '').trimEnd().split('\n');
      expect(lines).toEqual(Array.from({ length: 40_000 }, (_, number) => `line ${number}`));
      expect(await server.log()).not.toContain('IOPub message rate exceeded');
    },
  );

  test('nbformat finds it valid', async () => {
    run.write('python3', '1/0', { source: 'print(1); 2' });
    await run.start(['--allow-errors']).end;
    const check = `import nbformat; nbformat.validate(nbformat.read(${JSON.stringify(run.file)}, 4))`;
    expect(execFileSync(practicePython, ['-W', 'error', '-c', check]).toString()).toBe('');
  });

  test('--output leaves the notebook as it was', async () => {
    run.write('python3', 'print(6 * 7)');
    const before = readFileSync(run.file, 'utf8');
    const output = join(run.folder, 'done.ipynb');
    expect((await run.start(['--output', output, '--kernel', 'tf-gpu-doctor']).end).code).toBe(0);
    expect(readFileSync(run.file, 'utf8')).toBe(before);
    expect(printedIn(output)).toEqual(['42\n']);
    run.write('python3', 'print(6 * 8)');
    expect((await run.start(['--output', output]).end).code).toBe(0);
    expect(printedIn(output)).toEqual(['48\n']);
  });

  test('20,000 lines, none lost', async () => {
    run.write('python3', 'for i in range(20000): print(i)');
    expect((await run.start().end).code).toBe(0);
    const lines = Array.from({ length: 20_000 }, (_, i) => `${i}\n`).join('');
    expect(printedIn(run.file)).toEqual([lines]);
  });
});

describe('cells that fail', () => {
  test('the first one ends the run', async () => {
    run.write('python3', 'print(1)', 'raise ValueError("no \u001b[31mred\u001b[0m")', 'print(3)');
    const end = await run.start().end;
    expect(end.code).toBe(1);
    expect(end.stdout).toContain('Cell 3 failed: ValueError: no red.');
    expect(end.stdout).toContain('1 cell after it was not run.');
    expect(printedIn(run.file)).toEqual(['1\n', '', '']);
    expect(run.errors()).toEqual(['ValueError']);
    expect(await run.left()).toEqual([]);
  });

  test('a tagged one may, and --allow-errors lets all', async () => {
    run.write('python3', { source: '1/0', tags: ['raises-exception'] }, 'print(2)');
    expect((await run.start().end).code).toBe(0);
    expect(printedIn(run.file)).toEqual(['', '2\n']);
    run.write('python3', '1/0', 'print(2)');
    const end = await run.start(['--allow-errors']).end;
    expect([end.code, printedIn(run.file)]).toEqual([0, ['', '2\n']]);
    expect(end.stdout).toContain('2 cells ran, 1 with an error that was allowed.');
  });

  test('--timeout interrupts one that does not end', async () => {
    run.write('python3', 'import time\nprint("begun", flush=True)\ntime.sleep(600)', 'print(2)');
    const end = await run.start(['--timeout', '2']).end;
    expect(end.code).toBe(1);
    expect(end.stdout).toMatch(/Cell 2 was not done after \d+ s and was stopped/u);
    expect(printedIn(run.file)).toEqual(['begun\n', '']);
    expect(run.errors()).toEqual(['KeyboardInterrupt']);
    expect(await run.left()).toEqual([]);
  });

  test('a kernel that dies is a sentence with the number of the cell', async () => {
    // ipykernel sends what is printed from a thread that dies, too.
    const dies = 'import os, time\nprint("last", flush=True)\ntime.sleep(1)\nos._exit(3)';
    run.write('python3', 'print(1)', dies, 'print(3)');
    const end = await run.start().end;
    expect(end.code).toBe(1);
    expect(end.stdout).toContain('The kernel died in cell 3.');
    expect(printedIn(run.file)).toEqual(['1\n', 'last\n', '']);
    expect(run.errors()).toEqual(['DeadKernelError']);
    expect(await run.left()).toEqual([]);
  });

  test('our kernel outlives its Python, so a cell fails and the next ones could run', async () => {
    run.write('tf-gpu-doctor', 'import os\nos._exit(3)', 'print("on")');
    const end = await run.start(['--allow-errors']).end;
    expect(end.code).toBe(0);
    expect(printedIn(run.file)[1]).toBe('on\n');
    expect(await run.left()).toEqual([]);
  });
});

describe('a server that does not let us run', () => {
  test('a wrong token', async () => {
    run.write('python3', 'print(1)');
    const before = readFileSync(run.file, 'utf8');
    const end = await run.start([], undefined, 'quite-another-token').end;
    expect([end.code, end.stdout]).toEqual([3, '']);
    expect(end.stderr).toMatch(/does\s+not\s+accept\s+this\s+token/u);
    expect(end.stderr).not.toContain('quite-another-token');
    expect(readFileSync(run.file, 'utf8')).toBe(before);
  });

  test('the token of an address as it is copied from the browser is used, and not shown', async () => {
    run.write('python3', 'print(1)');
    const end = await run.start([], `${server.url}/lab?token=${server.token}`, '').end;
    expect(end.code).toBe(0);
    expect(run.leaks(end)).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('at a terminal it is asked for, unseen', async () => {
    run.write('python3', 'print(1)');
    const main = join(root, 'dist', 'src', 'cli', 'main.js');
    const script = join(root, 'test', 'jupyter', 'type_secret.py');
    const words = [main, 'notebook', 'run', run.file, '--server', `${server.url}/`];
    const { PATH = '', HOME = '' } = process.env;
    const shown = execFileSync(
      practicePython,
      [script, 'Token of', server.token, process.execPath, ...words],
      { env: { PATH, HOME, TERM: 'xterm' }, timeout: 60_000 },
    ).toString();
    expect(shown).toContain('1 cell ran.');
    expect(shown).not.toContain(server.token);
    expect(printedIn(run.file)).toEqual(['1\n']);
  });

  test('nobody there', async () => {
    run.write('python3', 'print(1)');
    const end = await run.start([], 'http://127.0.0.1:9/').end;
    expect(end.code).toBe(3);
    expect(end.stderr).toMatch(/No\s+Jupyter\s+server\s+can\s+be\s+reached/u);
    expect(run.leaks(end)).toEqual([]);
  });

  test('a kernel that it does not have', async () => {
    run.write('nowhere', 'print(1)');
    const end = await run.start().end;
    expect(end.code).toBe(2);
    expect(end.stderr).toMatch(/no\s+kernel\s+nowhere/u);
    expect(end.stderr).toContain('python3');
  });

  test.each([
    ['no JSON', 'x', /it\s+is\s+not\s+JSON/u],
    ['no notebook', '{"nbformat": 4}', /no\s+Jupyter\s+notebook/u],
    ['an old one', '{"nbformat": 3}', /format\s+3/u],
  ])('%s', async (_what, text, sentence) => {
    writeFileSync(run.file, text);
    const end = await run.start().end;
    expect(end.code).toBe(2);
    expect(end.stderr).toMatch(sentence);
    expect(readFileSync(run.file, 'utf8')).toBe(text);
  });
});

describe('stopped by the person', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s: nothing stays on the server', async (signal) => {
    run.write('python3', 'print("before")', `${run.sign('A')}\n${run.wait('B')}`, 'print("after")');
    const started = run.start();
    await run.seen('A');
    started.child.kill(signal);
    const end = await started.end;
    expect(end.code).toBe(signal === 'SIGINT' ? 130 : 143);
    expect(end.stdout).toContain('Interrupted in cell 3');
    expect(printedIn(run.file)).toEqual(['before\n', '', '']);
    expect(await run.left()).toEqual([]);
  });

  test('a notebook that was edited meanwhile is not overwritten', async () => {
    run.write('python3', `${run.sign('A')}\n${run.wait('B')}\nprint("result")`);
    const started = run.start();
    await run.seen('A');
    writeFileSync(run.file, '{"edited": true}');
    writeFileSync(join(run.folder, 'B'), '');
    const end = await started.end;
    expect(end.code).toBe(0);
    expect(readFileSync(run.file, 'utf8')).toBe('{"edited": true}');
    const [other = ''] = readdirSync(run.folder).filter((name) => name.startsWith('test-run-'));
    expect(printedIn(join(run.folder, other))).toEqual(['result\n']);
    expect(end.stdout).toContain('changed meanwhile');
  });
});
