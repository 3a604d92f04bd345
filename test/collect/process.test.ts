import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProcess, runPython, type ProcessRequest } from '../../src/process/process.ts';
import { isAlive } from './processes.ts';
import { python } from './pythons.ts';
import { root } from '../../src/root.ts';

const node = process.execPath;
const environment = { PATH: process.env['PATH'] };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgd-process-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const shell = (script: string, more: Partial<ProcessRequest> = {}) =>
  runProcess({ file: 'sh', args: ['-c', script], environment, timeoutMs: 20_000, ...more });

const script = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const pidIn = (name: string): number => Number(readFileSync(join(folder, name), 'utf8'));

/** Waits until the file has a whole line. */
async function lineIn(name: string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    try {
      if (readFileSync(join(folder, name), 'utf8').endsWith('\n')) return;
    } catch {
      // Not there yet.
    }
    await sleep(25);
  }
  throw new Error(`${name} was never written`);
}

describe('runProcess', () => {
  test('exit code, output and lines, the last one without newline', async () => {
    const out: string[] = [];
    const err: string[] = [];
    const result = await shell('printf "a\\nb"; printf "c\\r\\n" >&2; exit 3', {
      onStdoutLine: (line) => out.push(line),
      onStderrLine: (line) => err.push(line),
    });
    expect(result.end).toEqual({ how: 'exit', code: 3 });
    expect(result.stdout).toBe('a\nb');
    expect(out).toEqual(['a', 'b']);
    expect(err).toEqual(['c']);
    expect(result.ms).toBeGreaterThan(0);
  });

  test('a signal is told from an exit', async () => {
    expect((await shell('kill -SEGV $$')).end).toEqual({ how: 'signal', signal: 'SIGSEGV' });
  });

  test('a missing program and a missing folder are results', async () => {
    const missing = await runProcess({
      file: join(folder, 'no-such-program'),
      args: [],
      environment,
      timeoutMs: 5000,
    });
    expect(missing.end).toEqual({
      how: 'not-started',
      detail: expect.stringContaining('no-such-program'),
    });
    const noFolder = await shell('true', { cwd: join(folder, 'no-such-folder') });
    expect(noFolder.end.how).toBe('not-started');
  });

  test('only the environment it was given', async () => {
    const result = await runProcess({
      file: node,
      args: ['-p', 'JSON.stringify(Object.keys(process.env).sort())'],
      environment: { A: '1', B: undefined },
      timeoutMs: 10_000,
    });
    expect(JSON.parse(result.stdout)).toEqual(['A']);
  });

  test('input is read to its end', async () => {
    expect((await shell('cat', { input: 'hällo' })).stdout).toBe('hällo');
    expect((await shell('cat')).stdout).toBe('');
    // A program that never reads a large input is no error.
    expect((await shell('true', { input: 'x'.repeat(1_000_000) })).end).toEqual({
      how: 'exit',
      code: 0,
    });
  });

  test('the end of a long output is kept', async () => {
    let lines = 0;
    const result = await shell('seq 1 200000', {
      keepOutputBytes: 1000,
      onStdoutLine: () => lines++,
    });
    expect(result.stdout).toHaveLength(1000);
    expect(result.stdout.endsWith('\n200000\n')).toBe(true);
    expect(lines).toBe(200_000);
  });

  test('time limit: the grandchild goes too', async () => {
    const result = await shell(`sleep 100 & echo $! > ${folder}/grandchild; echo before; wait`, {
      timeoutMs: 300,
    });
    expect(result.end).toEqual({ how: 'timeout' });
    expect(result.stdout).toBe('before\n');
    expect(isAlive(pidIn('grandchild'))).toBe(false);
  });

  test('a group that ignores SIGTERM is killed', async () => {
    const result = await shell(`trap "" TERM; sleep 100 & echo $! > ${folder}/deaf; wait; wait`, {
      timeoutMs: 200,
    });
    expect(result.end).toEqual({ how: 'timeout' });
    expect(isAlive(pidIn('deaf'))).toBe(false);
  });

  test('abort, before and during', async () => {
    const before = await shell('true', { signal: AbortSignal.abort() });
    expect(before.end).toEqual({ how: 'aborted' });
    const controller = new AbortController();
    const during = shell('echo started; sleep 100', {
      signal: controller.signal,
      onStdoutLine: () => controller.abort(),
    });
    expect((await during).end).toEqual({ how: 'aborted' });
  });

  test('what a program leaves behind ends with it', async () => {
    const result = await shell(`sleep 100 & echo $! > ${folder}/left; echo done`);
    expect(result.end).toEqual({ how: 'exit', code: 0 });
    expect(result.stdout).toBe('done\n');
    expect(isAlive(pidIn('left'))).toBe(false);
  });
});

describe('runPython', () => {
  const base = { python, environment, timeoutMs: 20_000 };

  test('arguments, exit code, empty standard input', async () => {
    const path = script(
      'plain.py',
      'import sys\nprint(sys.argv[1:], repr(sys.stdin.read()))\nsys.exit(5)\n',
    );
    const result = await runPython({ ...base, script: path, args: ['x', '--y'] });
    expect(result.stdout).toBe(`['x', '--y'] ''\n`);
    expect(result.end).toEqual({ how: 'exit', code: 5 });
  });

  test.each([{}, { PYTHONSAFEPATH: '1' }])(
    'its neighbours are a package of ours; generic names stay the user’s own: %j',
    async (more) => {
      mkdirSync(join(folder, 'users'), { recursive: true });
      for (const name of ['channel', 'product', 'measuring', 'neighbour'])
        writeFileSync(join(folder, 'users', `${name}.py`), 'whose = "the user"\n');
      script('neighbour.py', 'whose = "ours"\n');
      const path = script(
        'imports.py',
        [
          'import sys, channel, product, measuring, neighbour',
          'from _tf_gpu_doctor import neighbour as beside, channel as shared',
          'shared.emit(whose=[m.whose for m in (channel, product, measuring, neighbour, beside)], folders=[f for f in sys.path if "src/process" in f or f == sys.argv[1]])',
        ].join('\n'),
      );
      const { stdout } = await runPython({
        ...base,
        script: path,
        args: [folder],
        environment: { ...environment, ...more, PYTHONPATH: join(folder, 'users') },
      });
      const theirs = Array.from({ length: 4 }, () => 'the user');
      expect(JSON.parse(stdout)).toEqual({ whose: [...theirs, 'ours'], folders: [] });
    },
  );

  test('input reaches the script whole', async () => {
    const path = script('reads.py', 'import sys\nprint(len(sys.stdin.read()))\n');
    const input = 'é'.repeat(300_000);
    expect((await runPython({ ...base, script: path, input })).stdout).toBe('300000\n');
  });

  test('a crash shows as the signal', async () => {
    const path = script('aborts.py', 'import os\nos.write(2, b"last words")\nos.abort()\n');
    const result = await runPython({ ...base, script: path });
    expect(result.end).toEqual({ how: 'signal', signal: 'SIGABRT' });
    expect(result.stderr).toContain('last words');
  });

  test('a SIGKILLed node leaves nothing alive, not even one deaf to SIGTERM', async () => {
    const path = script(
      'lingers.py',
      [
        'import os, signal, subprocess, sys, time',
        'signal.signal(signal.SIGTERM, signal.SIG_IGN)',
        'child = subprocess.Popen(["sleep", "100"])',
        'with open(sys.argv[1], "w") as f: f.write("%d %d\\n" % (os.getpid(), child.pid))',
        'time.sleep(100)',
      ].join('\n'),
    );
    const pids = join(folder, 'pids');
    const program = `
      import { runnerImport } from 'vite';
      const { module } = await runnerImport(${JSON.stringify(join(root, 'src/process/process.ts'))});
      await module.runPython({ python: ${JSON.stringify(python)}, script: ${JSON.stringify(path)},
        args: [${JSON.stringify(pids)}], environment: process.env, timeoutMs: 100000 });`;
    const parent = spawn(node, ['--input-type=module', '-e', program], {
      cwd: root,
      stdio: 'inherit',
    });
    await lineIn('pids');
    const started = readFileSync(pids, 'utf8').trim().split(' ').map(Number);
    expect(started.map(isAlive)).toEqual([true, true]);
    parent.kill('SIGKILL');
    for (let tries = 0; tries < 120 && started.some(isAlive); tries++) await sleep(25);
    expect(started.map(isAlive)).toEqual([false, false]);
  });
});
