import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toBundles } from '../../src/report/bundle.ts';
import { hostileTexts, reportOf } from '../unit/report/hostile.ts';
import { seriousViolations } from './accessibility.ts';
import {
  dangerousParts,
  overflowing,
  touchEverything,
  watchForAttacks,
  type AttackWatch,
} from './attack-watch.ts';
import { openLabForTests } from './lab-for-tests.ts';
import { command, front, openNotebook, runCell, type LabPage } from './lab-page.ts';
import type { SharedLab } from './shared.ts';

let server: SharedLab;
let lab: LabPage;
let watch: AttackWatch;

openLabForTests(async (open) => {
  ({ server, lab } = open);
  // What is added to the context now works in pages that are loaded from now on.
  watch = await watchForAttacks(lab.page.context(), new URL(server.url).host);
  await lab.page.reload();
  await lab.page.locator('.jp-Launcher').waitFor();
});

/** Of the longest ones a beginning is enough: a report holds each 60 times. What is blank is in the test of a page. */
const texts = Object.values(hostileTexts).filter((text) => text.trim() !== '');
const schema = 'tf-gpu-doctor/report';
const bundles = texts.map((text) =>
  toBundles(reportOf(text.slice(0, 2000)), { schema, value: { schema, version: 1 } }),
);
const outputs = `${front} .jp-OutputArea-output`;
const rendered = `${front} .jp-RenderedHTMLCommon`;

async function expectHarmless(): Promise<void> {
  const { page } = lab;
  await touchEverything(page, outputs);
  expect(await dangerousParts(page, rendered)).toEqual([]);
  expect(watch).toEqual({ ran: [], asked: [] });
  for (const width of [1280, 340]) {
    await page.setViewportSize({ width, height: 1000 });
    if (width === 340) await command(page, 'application:toggle-left-area');
    // There is something to look at, however narrow the window is.
    const box = await page.locator(rendered).first().boundingBox();
    expect(box?.width).toBeGreaterThan(100);
    expect(await overflowing(page, rendered)).toEqual([]);
  }
  await command(page, 'application:toggle-left-area');
  await page.setViewportSize({ width: 1280, height: 1000 });
}

async function theme(name: 'Light' | 'Dark'): Promise<void> {
  await command(lab.page, 'apputils:change-theme', { theme: `JupyterLab ${name}` });
  const light = String(name === 'Light');
  await lab.page.locator(`body[data-jp-theme-light="${light}"]`).waitFor({ state: 'attached' });
}

describe('hostile text in JupyterLab', { timeout: 300_000 }, () => {
  test('in outputs of a cell that was run, which JupyterLab trusts', async () => {
    const file = join(server.folder, 'bundles.json');
    await writeFile(file, JSON.stringify(bundles.flat()));
    await openNotebook(lab, server, 'trusted.ipynb', [
      `import json\nfrom IPython.display import display\nfor bundle in json.load(open(${JSON.stringify(file)})): display(bundle, raw=True)`,
    ]);
    await runCell(lab.page, 0, 120);
    await expect
      .poll(() => lab.page.locator(`${rendered} .tgd`).count(), { timeout: 60_000 })
      .toBe(bundles.length);
    await lab.page.locator('.vega-embed canvas, .vega-embed svg').first().waitFor();
    await expectHarmless();
    expect(await seriousViolations(lab.page, '.tgd')).toEqual([]);
    await theme('Dark');
    expect(await seriousViolations(lab.page, '.tgd')).toEqual([]);
    await theme('Light');
  });

  test('in a notebook from somebody else, which it does not trust', async () => {
    const cells = bundles.map((displays, at) => ({
      cell_type: 'code',
      id: `cell-${at}`,
      execution_count: 1,
      metadata: {},
      outputs: displays.map((data) => ({ output_type: 'display_data', data, metadata: {} })),
      source: '',
    }));
    const kernelspec = { name: 'tf-gpu-doctor', display_name: 'x', language: 'python' };
    const notebook = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
    await writeFile(join(server.folder, 'foreign.ipynb'), JSON.stringify(notebook));
    await command(lab.page, 'docmanager:open', { path: 'foreign.ipynb' });
    await expect
      .poll(() => lab.page.locator(rendered).count(), { timeout: 60_000 })
      .toBeGreaterThanOrEqual(bundles.length);
    // JupyterLab takes the style out of what it does not trust.
    expect(await lab.page.locator(`${rendered} style`).count()).toBe(0);
    await expectHarmless();
    for (const name of ['Dark', 'Light'] as const) {
      await theme(name);
      const violations = await seriousViolations(lab.page, '.jp-RenderedHTMLCommon');
      // JupyterLab takes `tabindex` away as well; browsers that let the keyboard into what scrolls need none.
      const others = violations.filter((line) => !line.startsWith('scrollable-region-focusable'));
      expect(others).toEqual([]);
    }
  });
});
