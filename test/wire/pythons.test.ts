import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { printed } from './client.ts';
import { startTestKernel } from './kernel.ts';

const folder = join(tmpdir(), `tfgd-pythons-${process.pid}`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An interpreter of this version, on PATH or where pyenv keeps them. */
function findPython(version: string): string | undefined {
  const question = 'import sys; print(sys.executable)';
  for (const name of [`python${version}`, `${process.env['HOME']}/.pyenv/shims/python${version}`]) {
    try {
      const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] } as const;
      return execFileSync(name, ['-c', question], options).trim();
    } catch {
      // Not there, or a shim without the version behind it.
    }
  }
  return undefined;
}

/** A virtual environment with these packages; undefined when it cannot be made here. */
function makeEnvironment(version: string, packages: readonly string[]): string | undefined {
  const python = findPython(version);
  if (python === undefined) return undefined;
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `py${version}-${packages.length}`);
  const options = { stdio: 'ignore', timeout: 150_000 } as const;
  execFileSync(python, ['-m', 'venv', path], options);
  const own = join(path, 'bin/python');
  if (packages.length > 0) {
    try {
      execFileSync(own, ['-m', 'pip', 'install', '-q', ...packages], options);
    } catch {
      return undefined;
    }
  }
  return existsSync(own) ? own : undefined;
}

describe('older and newer Pythons', () => {
  it.each([
    ['3.8', ['ipykernel==5.5.6', 'jupyter_client<8', 'ipython<8', 'pyzmq<26']],
    ['3.6', ['ipykernel==5.5.6']],
    ['3.7', ['ipykernel==6.0.3']],
    ['3.13', ['ipykernel']],
  ])('Python %s with %s', async (version, packages) => {
    const python = makeEnvironment(version, packages);
    // The reason is told in the summary of the run.
    if (python === undefined) {
      console.warn(`skipped: Python ${version} with ${packages.join(' ')} is not to be had here`);
      return;
    }
    const kernel = await startTestKernel({ python });
    const { client } = kernel;
    const info = await client.request('control', 'kernel_info_request', {});
    const { version: said } = info.reply.content['language_info'] as { version: string };
    const cell = await client.execute(
      'import sys, os\nprint(sys.version.split()[0])\nos.write(2, b"native\\n"); None',
    );
    expect(printed(cell)).toBe(`${said}\n`);
    expect(printed(cell, 'stderr')).toBe('native\n');
    const magic = await client.execute(
      'for n in range(2):\n    x = %demo-echo {n}\nprint(x["positionals"])',
    );
    expect(printed(magic)).toBe("['1']\n");
    client.onInput(() => 'typed');
    expect(printed(await client.execute('print(input())'))).toBe('typed\n');
    const id = client.start('import time; time.sleep(100)');
    await client.waitFor(
      ({ header, parent }) => header.msg_type === 'execute_input' && parent.msg_id === id,
      'the cell',
    );
    await client.request('control', 'interrupt_request', {});
    expect((await client.done(id, 'the cell')).reply.content['ename']).toBe('KeyboardInterrupt');
    const dead = await client.execute('os.write(2, b"last words\\n"); os.abort()');
    expect((dead.reply.content['traceback'] as string[]).join('\n')).toContain('last words');
    expect(printed(await client.execute('print("again")'))).toBe('again\n');
    expect(client.faults).toEqual([]);
    await kernel.stop();
  });
});

describe('a Python that cannot run cells', () => {
  it('says how to install ipykernel, and still runs magics', async () => {
    const python = makeEnvironment('3.11', []);
    expect(python).toBeDefined();
    const kernel = await startTestKernel({ python: python ?? '' });
    const { client } = kernel;
    const cell = await client.execute('print(1)');
    expect(cell.reply.content).toMatchObject({ status: 'error', ename: 'NoIPykernel' });
    const text = (cell.reply.content['traceback'] as string[]).join('\n');
    expect(text).toContain(`${python} -m pip install ipykernel`);
    expect(text).toContain('%demo-echo');
    expect((await client.execute('%demo-echo')).reply.content['status']).toBe('ok');
    const state = await client.execute('%demo-ask 1');
    expect(JSON.stringify(state.published)).toContain('does not run');
    const info = await client.request('shell', 'kernel_info_request', {});
    expect(info.reply.content['supported_features']).toEqual([]);
    expect(client.faults).toEqual([]);
    await kernel.stop();
  });

  it('shows what an ipykernel says that is broken', async () => {
    const broken = join(folder, 'broken');
    mkdirSync(join(broken, 'ipykernel'), { recursive: true });
    writeFileSync(join(broken, 'ipykernel/__init__.py'), 'raise RuntimeError("torn apart")\n');
    const kernel = await startTestKernel({ environment: { PYTHONPATH: broken } });
    const { client } = kernel;
    const cell = await client.execute('print(1)');
    expect(cell.reply.content).toMatchObject({ status: 'error', ename: 'PythonDied' });
    expect((cell.reply.content['traceback'] as string[]).join('\n')).toContain('torn apart');
    expect((await client.execute('%demo-echo')).reply.content['status']).toBe('ok');
    await kernel.stop();
  });

  it('says so when there is no such Python', async () => {
    const kernel = await startTestKernel({ python: '/nowhere/python' });
    const { client } = kernel;
    const cell = await client.execute('print(1)');
    expect(cell.reply.content).toMatchObject({ status: 'error', ename: 'PythonDied' });
    expect(String(cell.reply.content['evalue'])).toContain('/nowhere/python');
    await kernel.stop();
  });
});
