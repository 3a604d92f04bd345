import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { makeOwnFolder } from '../process/own-folder.ts';
import { describeEnd } from '../process-end.ts';
import { runPython, type ProcessResult } from '../process/process.ts';
import { UndeterminedError } from '../errors.ts';
import { root } from '../root.ts';
import { installKernel, type World } from './kernelspec.ts';
import type { ServerAddress } from './server-address.ts';
import { waiting } from './waiting.ts';

export interface OwnServerRequest {
  /** Pythons that may have a Jupyter server, the preferred one first. */
  readonly pythons: readonly string[];
  /** The Python that cells run in. */
  readonly target: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder in which kernels start. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** A Jupyter server of our own, on this machine only. */
export interface OwnServer {
  readonly address: ServerAddress;
  /** The interpreter that it runs in. */
  readonly python: string;
  stop(): Promise<void>;
}

/** Importing Jupyter takes seconds on a slow disk. */
const startWithin = 60_000;
/** Longer than any notebook; timers do not reach further. */
const forEver = 2 ** 31 - 1;
const stopWithin = 5000;

const hello = v.object({ port: v.number() });

/**
 * Starts a Jupyter server that ends with us, however we end. It offers our kernel for the target, and for the name
 * `python3` the target itself.
 *
 * @throws UndeterminedError when none of the Pythons has a Jupyter server, or it does not start
 */
export async function startOwnServer(request: OwnServerRequest): Promise<OwnServer> {
  const home = await makeOwnFolder('server');
  try {
    await offerKernels(home, request);
    for (const python of new Set(request.pythons)) {
      const server = await startWith(python, home, request);
      if (server !== undefined) return server;
    }
    throw new UndeterminedError(
      `No Jupyter server can be started here: \`${request.pythons.join('` and `')}\` have none. Install one with \`pip install jupyter-server\`, or name a running one with \`--server\`.`,
    );
  } catch (error) {
    await remove(home);
    throw error;
  }
}

async function startWith(
  python: string,
  home: string,
  request: OwnServerRequest,
): Promise<OwnServer | undefined> {
  const token = randomBytes(24).toString('hex');
  const ending = new AbortController();
  const port = waiting<number>();
  const running = runPython({
    python,
    script: join(root, 'src/jupyter/serve.py'),
    args: [request.folder, home],
    // The token of another server is nothing for this one's kernels.
    environment: { ...request.environment, JUPYTER_TOKEN: undefined },
    cwd: request.folder,
    input: token,
    timeoutMs: forEver,
    signal: ending.signal,
    onStdoutLine: (line) => {
      const read = v.safeParse(v.pipe(v.string(), v.parseJson(), hello), line);
      if (read.success) port.fulfil(read.output.port);
    },
  });
  const late = setTimeout(() => ending.abort(), startWithin);
  const stop = (): void => ending.abort();
  request.signal.addEventListener('abort', stop);
  const first = await Promise.race([port.promise, running]);
  clearTimeout(late);
  request.signal.removeEventListener('abort', stop);
  request.signal.throwIfAborted();
  if (typeof first === 'object') {
    if (hasNone(first)) return undefined;
    throw new UndeterminedError(`The Jupyter server of \`${python}\` did not start: ${why(first)}`);
  }
  const url = `http://127.0.0.1:${first}/`;
  return {
    address: { url, token },
    python,
    async stop() {
      await askToStop(url, token);
      const force = setTimeout(() => ending.abort(), stopWithin);
      await running;
      clearTimeout(force);
      await remove(home);
    },
  };
}

/** It ends its kernels then, where a signal leaves it no time to. */
async function askToStop(url: string, token: string): Promise<void> {
  await fetch(`${url}api/shutdown`, {
    method: 'POST',
    headers: { Authorization: `token ${token}` },
    signal: AbortSignal.timeout(stopWithin),
  }).catch(() => undefined);
}

const hasNone = ({ end }: ProcessResult): boolean =>
  end.how === 'not-started' || (end.how === 'exit' && end.code === 3);

function why({ end, stderr }: ProcessResult): string {
  if (end.how === 'aborted') return `no sign of it within ${String(startWithin / 1000)} s.`;
  const lastLine = stderr.trim().split('\n').at(-1) ?? '';
  return lastLine === '' ? `it ${describeEnd(end)}.` : lastLine;
}

async function offerKernels(home: string, request: OwnServerRequest): Promise<void> {
  const world: World = {
    environment: request.environment,
    platform: process.platform,
    node: process.execPath,
    prefixes: [],
  };
  await installKernel({ kind: 'prefix', prefix: home }, world, request.target);
  const folder = join(home, 'share', 'jupyter', 'kernels', 'python3');
  await mkdir(folder, { recursive: true });
  const spec = {
    argv: [request.target, '-m', 'ipykernel_launcher', '-f', '{connection_file}'],
    display_name: 'Python 3',
    language: 'python',
    metadata: { debugger: true },
  };
  await writeFile(join(folder, 'kernel.json'), JSON.stringify(spec));
}

const remove = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 5 });
