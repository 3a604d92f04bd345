import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readSnapshot } from '../../src/snapshot/read-snapshot.ts';
import type { Snapshot } from '../../src/snapshot/snapshot.ts';
import type { Content } from '../../src/commands/report/content.ts';
import { toPage } from '../../src/commands/report/formats.ts';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import { readFacts } from '../../src/facts/facts.ts';
import { loadKnowledge } from '../../src/content/knowledge.ts';
import { changed, recorded } from '../unit/commands/recorded.ts';
import { hostileTexts, reportOf } from '../unit/report/hostile.ts';
import { overflowing, touchEverything, watchForAttacks, type AttackWatch } from './attack-watch.ts';
import { noBrowser } from './browser.ts';
import { connectBrowser } from './shared.ts';

// The file that `report` writes, opened as somebody does who was sent it.

let browser: Browser;
let context: BrowserContext;
let page: Page;
let watch: AttackWatch;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tgd-report-page-'));
  if (noBrowser === undefined) browser = await connectBrowser();
});
afterAll(async () => {
  if (noBrowser === undefined) await browser.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async (one) => {
  if (noBrowser !== undefined) one.skip(noBrowser);
  context = await browser.newContext({ viewport: { width: 340, height: 800 } });
  watch = await watchForAttacks(context, 'nowhere');
  page = await context.newPage();
});
afterEach(() => context.close());

/** A report with this text wherever a machine, a log or a person may put one. */
function contentWith(text: string): Content {
  const snapshot: Snapshot = recorded(
    changed('environment', { variables: { CUDA_VISIBLE_DEVICES: text, LD_LIBRARY_PATH: text } }),
  );
  const facts = readFacts(snapshot);
  const diagnosis = diagnose(facts, loadKnowledge());
  return { snapshot, facts, diagnosis, report: reportOf(text) };
}

async function open(text: string): Promise<string> {
  const file = join(folder, 'report.html');
  const html = toPage(contentWith(text));
  writeFileSync(file, html);
  await page.goto(pathToFileURL(file).href);
  return html;
}

test.each(Object.entries(hostileTexts))('%s does nothing but stand there', async (_, text) => {
  const html = await open(text);
  await touchEverything(page, '.tgd');
  expect(watch.ran).toEqual([]);
  expect(watch.asked).toEqual([]);
  expect(await overflowing(page, '.tgd')).toEqual([]);
  const { observations } = readSnapshot(html, 'the page');
  expect(observations.environment).toMatchObject({
    data: { variables: { LD_LIBRARY_PATH: text } },
  });
});

test('its policy lets its own style in, and no script', async () => {
  await open('plain');
  const border = await page.evaluate<string>(
    "getComputedStyle(document.querySelector('.tgd-headline')).borderLeftWidth",
  );
  expect(border).toBe('4px');
  const title = await page.evaluate<string>(`(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "ran"';
    document.body.append(script);
    return document.title;
  })()`);
  expect(title).not.toBe('ran');
});

test('in print what is folded on the screen is shown', async () => {
  await open('folded words');
  const height = async (): Promise<number> =>
    page.evaluate<number>(
      "document.querySelector('details:not([open]) > p').checkVisibility() ? 1 : 0",
    );
  expect(await height()).toBe(0);
  await page.emulateMedia({ media: 'print' });
  expect(await height()).toBe(1);
});

test('all words but code have one typeface', async () => {
  await open('plain');
  const fonts = await page.evaluate<string[]>(`(() => {
    const words = document.querySelectorAll('h1, h2, h3, p, li, td, th, summary, caption');
    return [...new Set([...words].map((one) => getComputedStyle(one).fontFamily))];
  })()`);
  expect(fonts).toHaveLength(1);
});
