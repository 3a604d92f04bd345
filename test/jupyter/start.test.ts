import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { root } from '../../src/root.ts';
import { freePort } from './lab-server.ts';

const stamp = v.object({ state: v.literal('complete') });
const setUpDone = v.is(stamp, readJson(join(root, '.venv', 'tf-gpu-doctor.json')));

let home: string;
let port: number;
let output = '';
let end: () => Promise<unknown>;

beforeAll(async () => {
  if (!setUpDone) return;
  home = await mkdtemp(join(tmpdir(), 'tf-gpu-doctor-start-'));
  port = await freePort();
  const words = ['--no-browser', `--port=${port}`, '--ServerApp.port_retries=0'];
  const child = spawn(process.execPath, [join(root, 'setup', 'start.mjs'), ...words], {
    env: {
      ...process.env,
      JUPYTER_CONFIG_DIR: join(home, 'config'),
      JUPYTER_DATA_DIR: join(home, 'data'),
      JUPYTER_RUNTIME_DIR: join(home, 'runtime'),
      JUPYTER_TOKEN: '',
    },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      output += bytes.toString('utf8');
    });
  }
  const ended = new Promise((resolve) => child.once('close', resolve));
  end = async () => {
    child.kill('SIGTERM');
    return ended;
  };
  await vi.waitUntil(() => output.includes(`127.0.0.1:${port}`), { timeout: 120_000 });
});
afterAll(async () => {
  if (!setUpDone) return;
  await end();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});
beforeEach((context) => {
  if (!setUpDone) context.skip('.venv was not made by npm start or npm test');
});

async function ask(path: string, token = /token=(\w+)/u.exec(output)?.[1]): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: `token ${token}` } });
}

test('JupyterLab opens on the first notebook', async () => {
  expect(output).toContain(`:${port}/lab/tree/00-start.ipynb?token=`);
  expect((await ask('/lab/tree/00-start.ipynb')).status).toBe(200);
  const notebook = v.parse(
    v.object({
      content: v.object({
        metadata: v.object({ kernelspec: v.looseObject({ name: v.string() }) }),
      }),
    }),
    await (await ask('/api/contents/00-start.ipynb')).json(),
  );
  expect(notebook.content.metadata.kernelspec.name).toBe('tf-gpu-doctor');
});

test('nobody gets in without the token', async () => {
  expect((await ask('/api/contents', 'wrong')).status).toBe(403);
});

test('the kernel of this clone is offered, with its logos', async () => {
  const specs = v.parse(
    v.object({
      kernelspecs: v.objectWithRest(
        {
          'tf-gpu-doctor': v.object({
            spec: v.looseObject({ argv: v.array(v.string()) }),
            resources: v.record(v.string(), v.string()),
          }),
        },
        v.unknown(),
      ),
    }),
    await (await ask('/api/kernelspecs')).json(),
  );
  const { spec, resources } = specs.kernelspecs['tf-gpu-doctor'];
  expect(spec.argv.slice(0, 2)).toEqual([
    process.execPath,
    join(root, 'dist', 'kernel', 'main.js'),
  ]);
  expect((await ask(resources['logo-svg'] ?? '/none')).status).toBe(200);
});

test('JupyterLab asks nobody for news or updates', async () => {
  const settings = v.parse(
    v.object({
      schema: v.object({
        properties: v.record(v.string(), v.looseObject({ default: v.unknown() })),
      }),
    }),
    await (await ask('/lab/api/settings/@jupyterlab/apputils-extension:notification')).json(),
  );
  expect(settings.schema.properties['fetchNews']?.default).toBe('false');
  expect(settings.schema.properties['checkForUpdates']?.default).toBe(false);
});

test('nothing but the address is shown, and nothing looks like an error', () => {
  expect(output).not.toMatch(/error|traceback|fail|warn/iu);
});

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
