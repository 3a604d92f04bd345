import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { root } from '../../src/root.ts';
import { readMachines } from '../machines/machines.ts';
import { browsers, giveFile, start, whyNot } from './browsers.ts';

const file = join(root, 'web/dist/index.html');
const address = pathToFileURL(file).href;
const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
const log = readFileSync(join(root, 'test/machines/logs/tf221-miss-libcudnn.log'), 'utf8');

test('the page is one file, and its policy forbids the network and every other program', () => {
  expect(statSync(file).size).toBeLessThan(1_200_000);
  const [, policy = ''] =
    /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/u.exec(readFileSync(file, 'utf8')) ??
    [];
  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^ ]+' blob:; style-src /u);
  expect(policy).not.toMatch(/unsafe|https?:|connect-src|\*/u);
});

describe.each(browsers)('in $name', (one) => {
  const reason = whyNot(one);
  let browser: Browser;
  let page: Page;
  /** What went wrong in the page, and what it asked for. */
  let troubles: string[] = [];

  beforeAll(async () => {
    if (reason !== undefined) return;
    browser = await start(one);
    page = await browser.newPage();
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('dialog', (dialog) => {
      troubles.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text());
    });
    page.on('request', (request) => {
      if (!/^(?:file|blob|data):/u.test(request.url())) troubles.push(`asked for ${request.url()}`);
    });
  });
  afterAll(() => browser?.close());
  beforeEach(async (context) => {
    if (reason !== undefined) return context.skip(reason);
    troubles = [];
    await page.goto('about:blank');
    await page.goto(address);
  });

  const textOf = (selector: string): Promise<string> =>
    page.$eval(selector, (found) => found.textContent ?? '');
  const go = async (hash: string): Promise<void> => {
    await page.goto('about:blank');
    await page.goto(`${address}${hash}`);
  };
  /** Puts a text into the field as a paste does, and waits for its answer. */
  const paste = async (text: string): Promise<void> => {
    await page.$eval(
      '#text',
      (field, value) => {
        if (field instanceof HTMLTextAreaElement) field.value = value;
        field.dispatchEvent(new Event('input'));
      },
      text,
    );
    await page.waitForSelector('#answer .tgd');
  };
  test('a log is answered, and the answer leads to the page of its cause', async () => {
    await paste(log);
    expect(await textOf('#answer strong')).toMatch(/cuDNN/u);
    await page.$eval('#answer a', (link) => link.click());
    await page.waitForSelector('#page:not([hidden]) h1');
    expect(await textOf('#page h1')).toBe('cuDNN was not found');
    expect(troubles).toStrictEqual([]);
  });

  test('a recorded machine is diagnosed, from whatever carries it', async () => {
    const machine = readMachines().find(({ name }) => name === 'masked-empty');
    const snapshot = JSON.stringify({
      schema: 'tf-gpu-doctor/snapshot',
      version: 1,
      ...machine?.snapshot,
    });
    for (const [text, name] of [
      [snapshot, 'machine.json'],
      [`<!doctype html><script type="application/json">${snapshot}</script>`, 'report.html'],
      [
        JSON.stringify({
          cells: [],
          metadata: { 'tf-gpu-doctor': { snapshot: JSON.parse(snapshot) } },
        }),
        'r.ipynb',
      ],
    ] as const) {
      await giveFile(page, text, name);
      await page.waitForFunction(
        (wanted) => document.querySelector('#answer')?.textContent?.includes(wanted),
        {},
        name,
      );
      const value: unknown = JSON.parse(await textOf('#json'));
      expect(value).toMatchObject({ rootCause: machine?.expect.rootCause });
    }
    await giveFile(page, snapshot.slice(0, 2000), 'cut.json');
    await page.waitForFunction(() =>
      document.querySelector('#answer')?.textContent?.includes('cut.json'),
    );
    expect(await textOf('#answer')).toMatch(/cut off|no snapshot/u);
    expect(troubles).toStrictEqual([]);
  });

  test('20 MB are answered in a worker, and the field can be used meanwhile', async () => {
    await page.$eval('#text', (field) => field.setAttribute('data-typed', ''));
    await giveFile(
      page,
      `${'I tensorflow: a line that means nothing at all\n'.repeat(430_000)}${log}`,
      'large.log',
    );
    await page.waitForFunction(() =>
      document.querySelector('#status')?.textContent?.startsWith('Reading'),
    );
    expect(await page.$eval('#answer', (answer) => answer.getAttribute('aria-busy'))).toBe('true');
    await page.waitForSelector('#answer .tgd', { timeout: 60_000 });
    expect(await textOf('#answer strong')).toMatch(/cuDNN/u);
    expect(troubles).toStrictEqual([]);
  });

  test('a plan stands in the address, and follows the form', async () => {
    await go('#plan?gpu=RTX+4090&driver=535.183&python=3.12');
    expect(await textOf('#plan-answer strong')).toContain(
      'Install TensorFlow 2.20.0 with Python 3.12',
    );
    await page.$eval('#plan-driver', (field) => {
      if (field instanceof HTMLInputElement) field.value = 'five';
      field.dispatchEvent(new Event('change', { bubbles: true }));
    });
    expect(await textOf('#plan-answer strong')).toContain('five');
    expect(page.url()).toContain('driver=five');
    expect(troubles).toStrictEqual([]);
  });

  test('a link holds the text without names, and says before what it holds', async () => {
    await paste(`${log}\n/home/adalovelace/tf/lib: no such file\n`);
    await page.$eval('#share', (button) =>
      button instanceof HTMLElement ? button.click() : undefined,
    );
    await page.waitForFunction(() => {
      const link = document.querySelector('#shared-link');
      return link instanceof HTMLInputElement && link.value !== '';
    });
    expect(await textOf('#shared-text')).not.toContain('adalovelace');
    expect(await textOf('#shared-about')).toMatch(/^Taken out: 1 user/u);
    const link = await page.$eval('#shared-link', (field) =>
      field instanceof HTMLInputElement ? field.value : '',
    );
    await page.goto('about:blank');
    await page.goto(link);
    await page.waitForSelector('#answer .tgd');
    expect(await textOf('#status')).toContain('came with the link');
    expect(await textOf('#answer strong')).toMatch(/cuDNN/u);
    expect(troubles).toStrictEqual([]);
  });

  test('search, the map, the guide and the tables lead to what they name', async () => {
    await go('#look-up');
    await page.type('#query', 'nvidia smi hangs');
    await page.waitForSelector('#results a');
    expect(await page.$$eval('#map > li', (links) => links.length)).toBe(11);
    await page.$eval('#pages a', (link) => link.click());
    await page.waitForSelector('#page:not([hidden]) h1');
    await go('#tables');
    await page.$eval('#compat th button', (button) => button.click());
    expect(await page.$eval('#compat th', (head) => head.getAttribute('aria-sort'))).toBe(
      'ascending',
    );
    await go('#nothing-of-this-name');
    expect(await textOf('#page h1')).toBe('No such page');
    expect(troubles).toStrictEqual([]);
  });

  test('hostile texts run nothing, in the field and in the address', async () => {
    const evil = '<img src=x onerror="alert(1)"><script>alert(2)</script><svg onload=alert(3)>`x`';
    await paste(`${log}\nCould not load dynamic library '${evil}'; dlerror: ${evil}\n${evil}`);
    await giveFile(
      page,
      `{"schema":"tf-gpu-doctor/snapshot","version":1,"collectedAt":"${evil.replaceAll('"', '')}"}`,
      `${evil}.json`,
    );
    await page.waitForFunction(() =>
      document.querySelector('#answer')?.textContent?.includes('img'),
    );
    for (const hash of [
      `#${evil}`,
      `#plan?gpu=${evil}&os=${evil}`,
      '#text=AAAA',
      '#text=%',
      `#cudnn-missing/${evil}`,
      '#__proto__',
      '#constructor',
      '#plan?__proto__=1',
    ]) {
      await go(hash);
    }
    expect(await page.$$eval('main img, main svg[onload]', (found) => found.length)).toBe(0);
    expect(troubles).toStrictEqual([]);
  });

  // Firefox is started in the light theme and cannot be told another one.
  test.each(one.name === 'chrome' ? ['light', 'dark'] : ['light'])(
    'nothing keeps a screen reader or the keyboard out: %s',
    async (value) => {
      if (one.name === 'chrome') {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
      }
      for (const hash of ['', '#plan?gpu=T4', '#look-up', '#tables', '#cudnn-missing']) {
        await go(hash);
        if (hash === '') await paste(log);
        await page.evaluate(axe);
        const faults: unknown = await page.evaluate(
          `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
        );
        expect(faults, `in ${hash}`).toStrictEqual([]);
      }
    },
  );
});
