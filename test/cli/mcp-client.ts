import { chmodSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ListRootsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import * as v from 'valibot';
import { afterEach } from 'vitest';

import { root } from '../../src/root.ts';

export const main = join(root, 'dist/src/cli/main.js');

/** A folder with a project in it, and a Python that never answers, as one that hangs in a driver. */
export function makeFolder() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tfgd-mcp-')));
  const project = join(folder, 'project');
  /** Where the hanging programs write their process numbers. */
  const pids = join(folder, 'pids');
  const hanging = join(folder, 'python3');
  mkdirSync(project);
  writeFileSync(hanging, `#!/bin/sh\necho $$ >> ${pids}\nexec sleep 600\n`);
  chmodSync(hanging, 0o755);
  return { folder, project, pids, hanging };
}

/** What the server is started with: no variable of the person who runs the tests but PATH. */
export const environment = { PATH: process.env['PATH'] ?? '', USER: 'adalovelace' };

interface Connecting {
  readonly cwd: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The folders that the client declares; without it, it declares none. */
  readonly roots?: readonly string[];
}

/** Connects the SDK's own client to the built server, started as an editor starts it. */
async function connect({ cwd, args = [], env = {}, roots }: Connecting) {
  const client = new Client(
    { name: 'test', version: '1' },
    { capabilities: roots === undefined ? {} : { roots: {} } },
  );
  if (roots !== undefined) {
    client.setRequestHandler(ListRootsRequestSchema, () => ({
      roots: roots.map((path) => ({ uri: pathToFileURL(path).href })),
    }));
  }
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [main, 'mcp', ...args],
    env: { ...environment, HOME: cwd, ...env },
    cwd,
    stderr: 'pipe',
  });
  await client.connect(transport);
  return { client, pid: transport.pid ?? 0 };
}

/** Connects clients in a folder for the tests of a file; after each test they are closed. */
export function connectedIn(cwd: string) {
  const clients: Client[] = [];
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
  });
  return async (options: Omit<Connecting, 'cwd'> = {}) => {
    const found = await connect({ cwd, ...options });
    clients.push(found.client);
    return found;
  };
}

const answered = v.object({
  content: v.tuple([v.object({ type: v.literal('text'), text: v.string() })]),
  isError: v.optional(v.boolean(), false),
  structuredContent: v.optional(v.record(v.string(), v.unknown())),
});

/** Calls a tool; gives its text and its value. */
export async function callTool(client: Client, name: string, args: Record<string, unknown> = {}) {
  const result = v.parse(answered, await client.callTool({ name, arguments: args }));
  return { text: result.content[0].text, isError: result.isError, value: result.structuredContent };
}
