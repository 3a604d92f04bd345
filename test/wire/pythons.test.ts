import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { at, printed, tracebackOf, typesOf } from './client.ts';
import { startTestKernel } from './kernel.ts';
import { endless, startEndless } from './running.ts';

const folder = join(tmpdir(), `tfgd-pythons-${process.pid}`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An interpreter of this version, on PATH or among pyenv's. */
function findPython(version: string): string | undefined {
  const versions = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  const installed = existsSync(versions) ? readdirSync(versions) : [];
  const ours = installed.filter((name) => name.startsWith(`${version}.`));
  for (const file of [
    ...ours.map((name) => join(versions, name, 'bin/python')),
    `python${version}`,
  ]) {
    try {
      execFileSync(file, ['-c', ''], { stdio: 'ignore' });
      return file;
    } catch {
      // Not there, or only a shim.
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
  it.for([
    { version: '3.6', packages: ['ipykernel==5.5.6'] },
    { version: '3.7', packages: ['ipykernel==6.0.3', 'ipython_genutils'] },
    { version: '3.8', packages: ['ipykernel==5.5.6', 'jupyter_client<8', 'pyzmq<26'] },
    { version: '3.13', packages: ['ipykernel'] },
  ])('Python $version with $packages', async ({ version, packages }, { skip }) => {
    const python = makeEnvironment(version, packages);
    if (python === undefined)
      return skip(`Python ${version} with ${packages.join(' ')} is not to be had here`);
    const kernel = await startTestKernel({ python });
    const { client } = kernel;
    const info = await client.request('control', 'kernel_info_request', {});
    const said = String(at(info.reply.content, 'language_info', 'version'));
    const cell = await client.execute(
      'import sys, os\nprint(sys.version.split()[0])\nos.write(2, b"native\\n"); None',
    );
    expect(printed(cell)).toBe(`${said}\n`);
    expect(printed(cell, 'stderr')).toBe('native\n');
    const magic = await client.execute(
      'for n in range(2):\n    x = %demo-echo {n}\nprint(x["positionals"])',
    );
    expect(printed(magic)).toBe("['1']\n");
    const comm = { comm_id: 'unknown', target_name: 'nobody.knows', data: {} };
    client.send('shell', 'comm_open', comm);
    await expect.poll(kernel.stderr).toContain('nobody.knows');
    client.onInput(() => 'typed');
    expect(printed(await client.execute('print(input())'))).toBe('typed\n');
    const id = await startEndless(client, endless.sleep);
    await client.request('control', 'interrupt_request', {});
    expect((await client.done(id, 'the cell')).reply.content['ename']).toBe('KeyboardInterrupt');
    const dead = await client.execute('os.write(2, b"last words\\n"); os.abort()');
    expect(tracebackOf(dead)).toContain('last words');
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
    expect(cell.reply.content['execution_count']).toBe(1);
    const silent = await client.execute('print(1)', { silent: true });
    expect(typesOf(silent)).toEqual(['error']);
    const again = await client.execute('print(1)');
    expect(again.reply.content['execution_count']).toBe(2);
    expect(at(again.published, 0, 'content', 'execution_count')).toBe(2);
    const text = tracebackOf(cell);
    expect(text).toContain(`${python} -m pip install ipykernel`);
    expect(text).toContain('%demo-echo');
    const magic = await client.execute('%demo-echo');
    expect(magic.reply.content).toMatchObject({ status: 'ok', execution_count: 3 });
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
    expect(tracebackOf(cell)).toContain('torn apart');
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
