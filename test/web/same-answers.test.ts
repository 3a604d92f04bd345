import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'puppeteer-core';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context, PlainCommand } from '../../src/command-model/command.ts';
import { explain } from '../../src/commands/explain/index.ts';
import { gpuCheck } from '../../src/commands/gpu-check/index.ts';
import type { Interface } from '../../src/interface.ts';
import type { JsonObject } from '../../src/json.ts';
import { root } from '../../src/root.ts';
import { redactor } from '../../src/snapshot/shipped-redaction.ts';
import { readMachines } from '../machines/machines.ts';
import { browsers, giveFile, start, whyNot } from './browsers.ts';

const [chromium] = browsers;
const reason = whyNot(chromium);
const folder = mkdtempSync(join(tmpdir(), 'tgd-web-'));
let browser: Browser | undefined;
let page: Page;

beforeAll(async () => {
  if (reason !== undefined) return;
  browser = await start(chromium);
  page = await browser.newPage();
  await page.goto(pathToFileURL(join(root, 'web/dist/index.html')).href);
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** Fifty logs and fifty recorded machines: each the path of a file. */
function inputs(): readonly string[] {
  const logs = join(root, 'test/machines/logs');
  const fifty = readdirSync(logs)
    .filter((name) => name.endsWith('.log'))
    .slice(0, 50)
    .map((name) => join(logs, name));
  const machines = readMachines()
    .filter((_, at) => at % 3 === 0)
    .slice(0, 50)
    .map(({ name, snapshot }) => {
      const file = join(folder, `${name}.json`);
      const whole = { ...snapshot, schema: 'tf-gpu-doctor/snapshot', version: 1 };
      writeFileSync(file, JSON.stringify(whole));
      return file;
    });
  return [...fifty, ...machines];
}

/** What the command says, as `--json` prints it; times are another matter each time. */
async function said(command: PlainCommand, file: string, ui: Interface): Promise<JsonObject> {
  const context: Context = {
    ui,
    environment: {},
    cwd: folder,
    signal: new AbortController().signal,
    show: () => {},
  };
  const args =
    command === explain
      ? { positionals: [file], options: {} }
      : { positionals: [], options: { from: file } };
  const { value } = await command.run(context, args);
  return comparable(redactor({ users: [], hosts: [], homes: [] }).value(value));
}

const withTimings = v.looseObject({ timings: v.optional(v.unknown()) });

function comparable(value: unknown): JsonObject {
  const { timings: _, ...rest } = v.parse(withTimings, value);
  const plain: JsonObject = JSON.parse(JSON.stringify(rest));
  return plain;
}

async function onPage(file: string): Promise<JsonObject> {
  await page.$eval('#json', (json) => {
    json.textContent = '';
  });
  await giveFile(page, readFileSync(file, 'utf8'), basename(file));
  await page.waitForFunction(() => document.querySelector('#json')?.textContent !== '');
  return comparable(JSON.parse(await page.$eval('#json', (json) => json.textContent ?? '')));
}

test('a hundred inputs have the same answer in the terminal, in the notebook and on the page', async (context) => {
  if (reason !== undefined) return context.skip(reason);
  const files = inputs();
  expect(files).toHaveLength(100);
  for (const file of files) {
    const command = file.endsWith('.log') ? explain : gpuCheck;
    const terminal = await said(command, file, 'terminal');
    expect(await onPage(file), `${basename(file)} on the page`).toStrictEqual(terminal);
    expect(await said(command, file, 'notebook'), `${basename(file)} in a notebook`).toStrictEqual(
      terminal,
    );
  }
});
