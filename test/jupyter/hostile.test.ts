import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toHtml } from '../../src/report/html.ts';
import { hostileTexts, reportOf } from '../unit/report/hostile.ts';
import { seriousViolations } from './accessibility.ts';
import {
  dangerousParts,
  overflowing,
  touchEverything,
  watchForAttacks,
  type AttackWatch,
} from './attack-watch.ts';
import { noBrowser } from './browser.ts';
import { connectBrowser } from './shared.ts';

let browser: Browser;
let context: BrowserContext;
let page: Page;
let watch: AttackWatch;

beforeAll(async () => {
  if (noBrowser === undefined) browser = await connectBrowser();
});
afterAll(async () => {
  if (noBrowser === undefined) await browser.close();
});
beforeEach((one) => {
  if (noBrowser !== undefined) one.skip(noBrowser);
});

const texts = Object.entries(hostileTexts);
const screens = [
  ['light', 1280],
  ['dark', 340],
] as const;

/** A page without any policy, so that what gets out of a text does run. The class is where axe-core looks. */
async function openPage(inside: string): Promise<void> {
  await page.setContent(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A report</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main class="jp-NotebookPanel"><h1>A report</h1>${inside}</main></body></html>`);
}

describe('a report in a page', () => {
  beforeEach(async () => {
    context = await browser.newContext();
    watch = await watchForAttacks(context, 'nowhere');
    page = await context.newPage();
  });
  afterEach(() => context.close());

  test('a text that gets out would be seen', async () => {
    const { script, handler, quote } = hostileTexts;
    await openPage(
      `<div class="tgd" style="width:300px">${script}<a title='${quote}'>x</a><b title="${handler}</b>
<img src="http://e.x/i.png"><p style="width:400px">wide</p></div>`,
    );
    await touchEverything(page, '.tgd');
    await expect.poll(() => watch.ran.length).toBeGreaterThan(1);
    await expect.poll(() => watch.asked).toEqual(['http://e.x/i.png']);
    expect(await dangerousParts(page, '.tgd')).toEqual(
      expect.arrayContaining(['script', 'img', 'img src=x', 'a onmouseover=alert(1)']),
    );
    expect(await overflowing(page, '.tgd')).toContainEqual(expect.stringContaining('wide'));
  });

  test.each(texts)('%s: nothing runs, nothing is asked, nothing overflows', async (_, text) => {
    const fragment = toHtml(reportOf(text));
    for (const [colorScheme, width] of screens) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await openPage(fragment);
      await touchEverything(page, '.tgd');
      expect(await dangerousParts(page, '.tgd')).toEqual([]);
      expect(await overflowing(page, '.tgd')).toEqual([]);
    }
    expect(watch).toEqual({ ran: [], asked: [] });
  });

  // A longer text changes nothing for axe-core but its time, and a block without a name has none to tell.
  const readable = texts.filter(([, text]) => text.length < 1000 && text.trim() !== '');
  test.each(readable)('%s: axe-core finds nothing serious', async (_, text) => {
    const fragment = toHtml(reportOf(text));
    for (const [colorScheme, width] of screens) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await openPage(fragment);
      expect(await seriousViolations(page, '.tgd')).toEqual([]);
    }
  });
});
