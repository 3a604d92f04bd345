import { rmSync } from 'node:fs';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { parse as parseToml } from 'smol-toml';
import { afterAll, describe, expect, test } from 'vitest';
import * as v from 'valibot';

import { commands } from '../../src/commands/index.ts';
import { tools } from '../../src/mcp/tools.ts';
import { root } from '../../src/root.ts';
import { ownText } from '../unit/source-files.ts';
import { environment, makeFolder } from './mcp-client.ts';

const { folder, project } = makeFolder();
const page = ownText('docs/assistants.md').replaceAll('/path/to/tf-gpu-doctor', root);

const entry = v.object({ command: v.string(), args: v.array(v.string()) });
const named = v.object({ 'tf-gpu-doctor': entry });
const configuration = v.pipe(
  v.union([
    v.strictObject({ mcpServers: named }),
    v.strictObject({ servers: named }),
    v.strictObject({ context_servers: named }),
    v.strictObject({ mcp_servers: named }),
  ]),
  v.transform((found) => Object.values(found).map((one) => one['tf-gpu-doctor'])),
);

/** The commands of all configurations in the page. */
function configured(): v.InferOutput<typeof entry>[] {
  const blocks = [...page.matchAll(/^```(?<kind>json|toml|sh)\n(?<text>[^]*?)^```/gmu)];
  return blocks.flatMap(({ groups }) => {
    const { kind = '', text = '' } = groups ?? {};
    if (kind === 'json') return v.parse(configuration, JSON.parse(text));
    if (kind === 'toml') return v.parse(configuration, parseToml(text));
    const [command = '', ...args] =
      /^claude mcp add \S+ -- (?<line>.+)$/mu.exec(text)?.groups?.['line']?.split(' ') ?? [];
    return [{ command, args }];
  });
}

afterAll(() => rmSync(folder, { recursive: true }));

describe('docs/assistants.md', () => {
  test('each configuration starts a server that answers', async () => {
    const found = configured();
    expect(found).toHaveLength(5);
    const different = new Set(found.map((one) => JSON.stringify(one)));
    for (const { command, args } of [...different].map((one) => v.parse(entry, JSON.parse(one)))) {
      const client = new Client({ name: 'test', version: '1' });
      await client.connect(
        new StdioClientTransport({ command, args, env: environment, cwd: project }),
      );
      expect((await client.listTools()).tools).toHaveLength(tools.length);
      await client.close();
    }
  });

  test('its table has every tool, and its options exist', () => {
    const rows = [...page.matchAll(/^\| `(?<name>[a-z-]+)`/gmu)].map(
      ({ groups }) => groups?.['name'],
    );
    expect(rows).toEqual(tools.map(({ name }) => name));
    const [mcp] = commands.filter(({ name }) => name === 'mcp');
    expect(mcp?.verbs === undefined && mcp?.options.map(({ name }) => name)).toEqual([
      'allow-live',
    ]);
    expect(page).toContain('--allow-live');
  });
});
