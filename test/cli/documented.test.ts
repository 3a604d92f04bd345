import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../src/root.ts';
import { ownText } from '../unit/source-files.ts';

// The terminal's lines in the pages about hosted notebooks, editors, hubs and CI are run as they stand there, in a folder
// and a home of their own.

const main = join(root, 'dist/src/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'tfgd-documented-'));
const environment = {
  PATH: process.env['PATH'],
  HOME: folder,
  JUPYTER_DATA_DIR: join(folder, 'data'),
};

/** The lines of a page that call us, without those that need another machine or an environment of the reader's. */
function linesOf(page: string): string[] {
  const blocks = [...ownText(`docs/${page}.md`).matchAll(/^```sh\n(?<text>[^]*?)^```/gmu)];
  return blocks
    .flatMap(({ groups }) => groups?.['text']?.split('\n') ?? [])
    .filter((line) => line.startsWith('npx tf-gpu-doctor '))
    .filter((line) => !/~\/|\/opt\/|https:/u.test(line));
}

/** Runs a line in a shell. */
function run(line: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const words = line.replace('npx tf-gpu-doctor', `"${process.execPath}" "${main}"`);
  return new Promise((resolve) => {
    execFile(
      '/bin/sh',
      ['-c', words],
      { env: environment, cwd: folder },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });
}

beforeAll(() => {
  writeFileSync(join(folder, 'requirements.txt'), 'numpy\ntensorflow-gpu==2.10\n');
  writeFileSync(join(folder, 'Dockerfile'), 'FROM python:3.12\nRUN pip install tensorflow\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('what the pages tell people to type', { timeout: 120_000 }, () => {
  test('ci: annotations, JUnit XML and exit codes', async () => {
    const [github = '', junit = '', check = '', json = '', ...others] = linesOf('ci');
    expect(others).toEqual([]);
    const annotated = await run(github);
    expect(annotated.code).toBe(1);
    expect(annotated.stdout).toMatch(/^::error file=requirements\.txt,line=\d+,title=[\w-]+::/mu);
    expect((await run(junit)).code).toBe(1);
    expect(execFileSync('cat', [join(folder, 'gpu-plan.xml')], { encoding: 'utf8' })).toMatch(
      /<testsuites?[ >][^]*<failure/u,
    );
    const checked = await run(check);
    expect([0, 1]).toContain(checked.code);
    expect((await run(json)).code).toBe(checked.code);
    expect((await run(github.replace('requirements.txt', 'missing.txt'))).code).toBe(2);
    expect((await run(check.replace('--require-gpu', '--no-such-option'))).code).toBe(2);
  });

  test('colab: the collector as a file, and its answer read elsewhere', async () => {
    const [script = '', from = '', ...others] = linesOf('colab');
    expect(others).toEqual([]);
    expect((await run(script)).code).toBe(0);
    const printed = execFileSync('python3', ['collect.py'], { cwd: folder, encoding: 'utf8' });
    writeFileSync(join(folder, 'machine.json'), printed);
    const read = await run(from);
    expect([0, 1, 3]).toContain(read.code);
    expect(read.stderr).toBe('');
    expect(read.stdout).toContain('NVIDIA');
  });

  test.each(['vscode', 'jupyterhub'])(
    '%s: the kernel is offered, and listed as ready',
    async (page) => {
      const lines = linesOf(page);
      expect(lines.slice(0, 2)).toEqual([
        'npx tf-gpu-doctor kernel install --user',
        'npx tf-gpu-doctor kernel list',
      ]);
      expect((await run(lines[0] ?? '')).code).toBe(0);
      const listed = await run(lines[1] ?? '');
      // 1 when another kernel of this machine cannot start.
      expect([0, 1]).toContain(listed.code);
      expect(listed.stdout).toContain('✔ ready');
      for (const line of lines.slice(2)) expect([0, 1]).toContain((await run(line)).code);
    },
  );
});
