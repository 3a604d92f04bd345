import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { curveKeyPair } from 'zeromq';

import { root } from '../../src/root.ts';
import { type Client, type ConnectionInfo, connectClient } from './client.ts';

/** The Python of the practice environment. */
export const practicePython = join(root, '.venv/bin/python');

export interface TestKernel {
  readonly client: Client;
  readonly process: ChildProcess;
  readonly connection: ConnectionInfo;
  /** The folder of its notebook. */
  readonly folder: string;
  /** What it wrote to its own stderr. */
  readonly stderr: () => string;
  /** Resolves with exit code or signal. */
  readonly exited: Promise<number | string>;
  /** Another client of the same kernel. */
  readonly connect: () => Client;
  /** The names of what it and its Pythons have in their TMPDIR. */
  readonly temporaryFiles: () => string[];
  /** Closes the clients and removes the folder of a kernel that has ended. */
  readonly discard: () => Promise<void>;
  /** Ends it. @throws Error when it logged a fault of its own, or leaves something in its TMPDIR. */
  readonly stop: () => Promise<void>;
}

export interface TestKernelRequest {
  /** Starts `dist/kernel/main.js`, with the product's commands, with these arguments behind the connection file. */
  readonly main?: readonly string[];
  /** Starts ipykernel itself instead, to compare with. */
  readonly ipykernel?: boolean;
  /** Does not wait until it answers. */
  readonly wait?: boolean;
  /** Limits as `ulimit` takes them: `-n 64`. */
  readonly limits?: string;
  /** Files in the notebook's folder, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly python?: string;
  readonly transport?: 'tcp' | 'ipc';
  readonly key?: string;
  readonly encrypted?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** Faults of the kernel are what the test is about; otherwise `stop` throws when there were any. */
  readonly faulty?: boolean;
}

/** Starts a kernel with the commands of `fixture/`, and a client of it. */
export async function startTestKernel(request: TestKernelRequest = {}): Promise<TestKernel> {
  const folder = mkdtempSync(join(tmpdir(), 'tfgd-test-'));
  const transport = request.transport ?? 'tcp';
  const [shell = 1, control = 2, stdin = 3, iopub = 4, hb = 5] =
    transport === 'tcp' ? await freePorts(5) : [];
  const curve = request.encrypted === true ? curveKeyPair() : undefined;
  const connection: ConnectionInfo = {
    transport,
    ip: transport === 'tcp' ? '127.0.0.1' : join(folder, 'k'),
    key: request.key ?? randomUUID(),
    ports: { shell, control, stdin, iopub, hb },
    ...(curve && { serverKey: curve.publicKey }),
  };
  const file = join(folder, 'connection.json');
  writeFileSync(file, connectionFile(connection, curve));
  const temporary = join(folder, 't');
  mkdirSync(temporary);
  for (const [name, text] of Object.entries(request.files ?? {})) {
    writeFileSync(join(folder, name), text, { mode: 0o755 });
  }
  const child = spawn(...commandOf(request, file), {
    cwd: folder,
    env: {
      ...process.env,
      JPY_PARENT_PID: String(process.pid),
      TMPDIR: temporary,
      // Its own history: a Python that is killed may leave a broken database to all others.
      IPYTHONDIR: join(folder, 'ipython'),
      ...request.environment,
    },
    stdio: 'pipe',
  });
  // The kernel may write more than a pipe holds, and would wait.
  child.stdout.resume();
  let stderr = '';
  child.stderr.on('data', (bytes: Buffer) => (stderr += String(bytes)));
  const exited = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code ?? 0));
  });
  const client = connectClient(connection);
  const clients = [client];
  if (request.wait !== false)
    await (request.ipykernel === true ? client.awake() : client.subscribed());
  return {
    client,
    process: child,
    connection,
    folder,
    stderr: () => stderr,
    exited,
    connect: () => {
      const another = connectClient(connection);
      clients.push(another);
      return another;
    },
    temporaryFiles: () => readdirSync(temporary),
    discard: async () => {
      for (const one of clients) await one.close();
      rmSync(folder, { recursive: true, force: true });
    },
    stop: async () => {
      for (const one of clients) await one.close();
      child.kill('SIGTERM');
      await exited;
      const left = readdirSync(temporary).filter((name) => name.startsWith('tfgd-'));
      if (left.length > 0) throw new Error(`left in TMPDIR: ${left.join(', ')}`);
      rmSync(folder, { recursive: true, force: true });
      if (request.faulty !== true && stderr.includes('a fault of the kernel')) {
        throw new Error(stderr);
      }
    },
  };
}

function connectionFile(
  { transport, ip, key, ports }: ConnectionInfo,
  curve: { publicKey: string; secretKey: string } | undefined,
): string {
  return JSON.stringify({
    transport,
    ip,
    key,
    signature_scheme: 'hmac-sha256',
    kernel_name: 'test',
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [`${name}_port`, port])),
    ...(curve && { curve_publickey: curve.publicKey, curve_secretkey: curve.secretKey }),
  });
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (typeof address === 'object' && address !== null) ports.push(address.port);
  }
  for (const server of servers) server.close();
  return ports;
}

function commandOf(
  { limits, ...request }: TestKernelRequest,
  file: string,
): [program: string, args: string[]] {
  if (limits !== undefined) {
    const [program, args] = commandOf(request, file);
    return ['sh', ['-c', `ulimit ${limits} && exec "$0" "$@"`, program, ...args]];
  }
  const { main, ipykernel, python = practicePython } = request;
  if (ipykernel === true) return [python, ['-m', 'ipykernel_launcher', '-f', file]];
  const args =
    main === undefined
      ? [join(root, 'test/wire/fixture/kernel.mjs'), file, python]
      : [join(root, 'dist/kernel/main.js'), '--connection-file', file, ...main];
  return [process.execPath, args];
}
