import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labArguments, labEnvironment, labSettings } from '../../setup/lab.mjs';
import { installKernel } from '../../src/jupyter/kernelspec.ts';
import { root } from '../../src/root.ts';

/** The interpreter that JupyterLab runs in, and that the kernel under test diagnoses. */
export const practicePython: string =
  process.platform === 'win32'
    ? join(root, '.venv', 'Scripts', 'python.exe')
    : join(root, '.venv', 'bin', 'python');

/** A JupyterLab with folders of its own, in which our kernel is installed. */
export interface LabServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly token: string;
  /** What JupyterLab shows in its file browser. */
  readonly folder: string;
  /** The last of what JupyterLab and its kernels printed. */
  log(): string;
  stop(): Promise<void>;
}

/** Another JupyterLab than that of the practice environment; it brings its kernels along. */
export interface OtherLab {
  readonly python: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Words before the interpreter, which hide a part of the machine from it. */
  readonly hidden: readonly string[];
}

/**
 * Starts JupyterLab as `npm start` does, but for folders, port and token.
 * @throws Error with what JupyterLab printed when it does not answer within a minute
 */
export async function startLab(other?: OtherLab): Promise<LabServer> {
  const home = await mkdtemp(join(tmpdir(), 'tf-gpu-doctor-lab-'));
  const folder = join(home, 'notebooks');
  await mkdir(folder);
  const labconfig = join(home, 'config', 'labconfig');
  await mkdir(labconfig, { recursive: true });
  await writeFile(join(labconfig, 'default_setting_overrides.json'), JSON.stringify(labSettings));

  const environment = {
    ...(other?.environment ?? labEnvironment()),
    JUPYTER_CONFIG_DIR: join(home, 'config'),
    JUPYTER_DATA_DIR: join(home, 'data'),
    JUPYTER_RUNTIME_DIR: join(home, 'runtime'),
    IPYTHONDIR: join(home, 'ipython'),
    JUPYTER_TOKEN: 'only-for-this-test',
    JUPYTER_PATH: join(home, 'data'),
  };
  const world = { environment, platform: process.platform, node: process.execPath, prefixes: [] };
  if (other === undefined) await installKernel({ kind: 'user' }, world, practicePython);

  const port = await freePort();
  const words = [
    '--no-browser',
    `--port=${port}`,
    '--ServerApp.port_retries=0',
    `--ServerApp.root_dir=${folder}`,
    '--LabApp.expose_app_in_browser=True',
  ];
  const command = [
    ...(other?.hidden ?? []),
    other?.python ?? practicePython,
    ...labArguments(words),
  ];
  const [file = '', ...args] = command;
  const child = spawn(file, args, { cwd: home, env: environment });
  const log = collectOutput(child);
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await ended(child);
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await answers(`${url}/api/status?token=${environment.JUPYTER_TOKEN}`, child);
  } catch (cause) {
    await stop();
    throw new Error(`JupyterLab did not start:\n${log()}`, { cause });
  }
  return { url, token: environment.JUPYTER_TOKEN, folder, log, stop };
}

async function answers(address: string, child: ChildProcess): Promise<void> {
  for (let second = 0; second < 60; second += 0.2) {
    if (child.exitCode !== null) throw new Error(`it ended with code ${child.exitCode}`);
    const response = await fetch(address).catch(() => undefined);
    if (response?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('no answer within a minute');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await end;
  clearTimeout(force);
}

function collectOutput(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (bytes: Buffer) => {
      text = (text + bytes.toString('utf8')).slice(-20_000);
    });
  }
  return () => text;
}

/** A port on the loopback interface that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      server.close(() => (port === undefined ? reject(new Error('no port')) : resolve(port)));
    });
  });
}
