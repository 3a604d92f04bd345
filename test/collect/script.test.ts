import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { probeNames } from '../../src/snapshot/probe-answers.ts';
import { collectThrough } from '../../src/collect/prefix.ts';
import { snapshotScript } from '../../src/collect/script.ts';
import { readSnapshot } from '../../src/snapshot/read-snapshot.ts';
import { pyenvPython, python } from './pythons.ts';

const text = snapshotScript();
let folder: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgd-script-'));
  file = join(folder, 'collect.py');
  writeFileSync(file, text);
});
afterAll(() => rmSync(folder, { recursive: true }));

const environment = {
  PATH: '/usr/bin:/bin',
  USER: 'adalove',
  HOME: '/home/adalove',
  LD_LIBRARY_PATH: '/home/adalove/lib:/scratch/adalove/cuda/lib64',
};
const run = (interpreter: string, args: readonly string[], input?: string): string =>
  execFileSync(interpreter, args, { env: environment, cwd: folder, encoding: 'utf8', input });

describe('the collector as one file', () => {
  test('is under 100 kB and plain text', () => {
    expect(Buffer.byteLength(text)).toBeLessThan(100_000);
    expect(text).not.toMatch(/[^\n -~…→]/u);
  });

  const here = ['3.6', '3.8', '3.11', '3.13'].filter(
    (version) => pyenvPython(version) !== undefined,
  );
  test.each(here)('prints a snapshot under Python %s', (version) => {
    const snapshot = readSnapshot(run(pyenvPython(version) ?? '', [file]), 'the output');
    expect(snapshot.redacted).toBe(true);
    expect(Object.keys(snapshot.observations).toSorted()).toEqual([...probeNames].toSorted());
    expect(snapshot.observations.interpreter).toMatchObject({
      ok: true,
      data: { version: expect.stringMatching(new RegExp(`^${version}\\.`)) },
    });
  });

  test('leaves no name of the user or the machine in it, and no file behind', () => {
    const output = run(python, [file]);
    expect(output).not.toContain('adalove');
    expect(output).toContain('/home/<user-1>/lib:/scratch/<user-1>/cuda/lib64');
    expect(output.split(/\W/)).not.toContain(hostname());
    expect(readdirSync(folder)).toEqual(['collect.py']);
  });

  test('--raw leaves them in', () => {
    const snapshot = readSnapshot(run(python, [file, '--raw']), 'the output');
    expect(snapshot.redacted).toBe(false);
    expect(JSON.stringify(snapshot)).toContain('/scratch/adalove/cuda/lib64');
  });

  test('can be piped', () => {
    expect(readSnapshot(run(python, ['-'], text), 'the output').version).toBe(1);
  });

  describe('beside files that have the names of Python’s own modules', () => {
    const names = ['json', 'glob', 'os', 'select', 'subprocess', 'collector', 'redact', 'struct'];
    let hostile: string;
    beforeAll(() => {
      hostile = mkdtempSync(join(tmpdir(), 'tgd-hostile-'));
      for (const name of names)
        writeFileSync(
          join(hostile, `${name}.py`),
          `print("${name}.py ran")\nraise SystemExit(9)\n`,
        );
      writeFileSync(join(hostile, 'collect.py'), text);
    });
    afterAll(() => rmSync(hostile, { recursive: true }));
    const runThere = (args: readonly string[], input?: string): string =>
      execFileSync(python, args, { env: environment, cwd: hostile, encoding: 'utf8', input });
    const cell = `import json, os, subprocess, importlib.machinery, socket\nget_ipython = object()\n`;
    const pasted = `${cell}exec(open("collect.py").read())`;

    test.each<[string, readonly string[], string | undefined]>([
      ['started from its folder', ['collect.py'], undefined],
      ['piped', ['-'], text],
      ['pasted into a cell', ['-I', '-c', pasted], undefined],
      ['isolated', ['-I', 'collect.py'], undefined],
    ])('%s, none of them is imported', (_, args, input) => {
      const snapshot = readSnapshot(runThere(args, input), 'the output');
      expect(
        Object.values(snapshot.observations).every((one) => one.ok || one.reason !== 'error'),
      ).toBe(true);
    });
  });

  test('can be pasted into a cell, whatever the arguments of that process are', () => {
    const cell = `get_ipython = object()\nimport sys\nsys.argv = ["x", "-f", "k.json"]\nexec(open(${JSON.stringify(file)}).read())`;
    const snapshot = readSnapshot(run(python, ['-c', cell]), 'the output');
    expect(Object.keys(snapshot.observations)).toHaveLength(probeNames.length);
  });
});

describe('through a command', () => {
  const base = { environment: { PATH: '/usr/bin:/bin' }, cwd: '/' };

  test('the collector is piped, and nothing has to be there but Python', async () => {
    const streamed: string[] = [];
    const observations = await collectThrough({
      ...base,
      prefix: ['env', '-i', 'CUDA_VISIBLE_DEVICES=3', 'PATH=/usr/bin'],
      python,
      onObservation: (name) => streamed.push(name),
    });
    expect(streamed).toHaveLength(probeNames.length);
    expect(observations.environment).toMatchObject({
      ok: true,
      data: { variables: { CUDA_VISIBLE_DEVICES: '3', PATH: '/usr/bin' } },
    });
  });

  test('a command that fails is the reason of every probe, with its words', async () => {
    const observations = await collectThrough({
      ...base,
      prefix: ['sh', '-c', 'echo "ssh: connect to host: refused" >&2; exit 255', 'sh'],
    });
    expect(observations.pci).toMatchObject({
      ok: false,
      reason: 'crashed',
      detail: expect.stringContaining('ssh: connect to host: refused'),
    });
    expect(Object.keys(observations)).toHaveLength(probeNames.length);
  });

  test('a command that is missing, and one that never answers', async () => {
    const missing = await collectThrough({ ...base, prefix: ['no-such-command'] });
    expect(missing.pci).toMatchObject({ ok: false, reason: 'not-found' });
    const silent = await collectThrough({
      ...base,
      prefix: ['sh', '-c', 'sleep 100', 'sh'],
      timeoutMs: 300,
    });
    expect(silent.pci).toMatchObject({ ok: false, reason: 'timeout' });
  });
});
