import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../src/root.ts';
import { noBrowser } from './browser.ts';
import { openLabForTests } from './lab-for-tests.ts';
import { command, openNotebook, runCell, scrollToTop, type LabPage } from './lab-page.ts';
import type { SharedLab } from './shared.ts';

// `npm run pictures`: makes every picture in docs/img again. Look at each before it is committed.

// Who asks for pictures is told when there can be none.
if (noBrowser !== undefined) throw new Error(`No pictures: ${noBrowser}.`);

let server: SharedLab;
let lab: LabPage;

openLabForTests((open) => {
  ({ server, lab } = open);
});

/** Runs in the page: the folder of this clone is written as a stranger's would be. */
const hideClone = `for (const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walker.nextNode();) {
  walker.currentNode.data = walker.currentNode.data.replaceAll(${JSON.stringify(root)}, '~/tf-gpu-doctor');
}`;

/** Gives the size of its file, in bytes. An empty page has 10,000. */
async function picture(name: string): Promise<number> {
  await scrollToTop(lab.page);
  await lab.page.evaluate(hideClone);
  const bytes = await lab.page.screenshot({ path: join(root, 'docs', 'img', `${name}.png`) });
  return bytes.length;
}

async function theme(name: 'Light' | 'Dark'): Promise<void> {
  await command(lab.page, 'apputils:change-theme', { theme: `JupyterLab ${name}` });
  await lab.page
    .locator(`body[data-jp-theme-light="${String(name === 'Light')}"]`)
    .waitFor({ state: 'attached' });
  await lab.page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
}

async function sidebar(shown: boolean): Promise<void> {
  const stack = lab.page.locator('#jp-left-stack');
  if ((await stack.isVisible()) === shown) return;
  await command(lab.page, 'application:toggle-left-area');
  await stack.waitFor({ state: shown ? 'visible' : 'hidden' });
}

test('the launcher', async () => {
  await lab.page.setViewportSize({ width: 1280, height: 800 });
  const card = lab.page.locator('.jp-LauncherCard', { hasText: 'TensorFlow GPU Doctor' }).first();
  await card.waitFor();
  expect(await picture('launcher')).toBeGreaterThan(20_000);
}, 120_000);

test('a simulated machine without cuDNN, light, dark and narrow', async () => {
  await sidebar(false);
  await lab.page.setViewportSize({ width: 1100, height: 900 });
  await openNotebook(lab, server, 'broken.ipynb', ['%lab start no-cudnn', '%gpu-check']);
  await runCell(lab.page, 0, 120);
  const check = await runCell(lab.page, 1, 180);
  expect(await check.innerText()).toMatch(/cuDNN/u);
  expect(await picture('broken')).toBeGreaterThan(20_000);
  await theme('Dark');
  expect(await picture('broken-dark')).toBeGreaterThan(20_000);
  await theme('Light');
  await lab.page.setViewportSize({ width: 560, height: 1400 });
  expect(await picture('narrow')).toBeGreaterThan(20_000);
}, 300_000);

test('the answers of three commands, light and dark', async () => {
  await lab.page.setViewportSize({ width: 1100, height: 1860 });
  await openNotebook(lab, server, 'magics.ipynb', [
    '%gpu-check',
    '%cuda-versions',
    '%matmul-bench --sizes 256,512 --dtypes float32 --seconds 1',
  ]);
  await runCell(lab.page, 0, 120);
  await runCell(lab.page, 1, 120);
  const bench = await runCell(lab.page, 2, 180);
  await bench.locator('.vega-embed canvas, .vega-embed svg.marks').first().waitFor();
  expect(await picture('light')).toBeGreaterThan(20_000);
  await theme('Dark');
  expect(await picture('dark')).toBeGreaterThan(20_000);
  await theme('Light');
}, 300_000);

test('the notebook outlives its Python', async () => {
  await lab.page.setViewportSize({ width: 1100, height: 700 });
  await openNotebook(lab, server, 'death.ipynb', [
    'import os\nos.write(2, b"a last line from C\\n")\nos.abort()',
    'print("a new Python:", 6 * 7)',
  ]);
  await runCell(lab.page, 0);
  await runCell(lab.page, 1);
  expect(await picture('death')).toBeGreaterThan(20_000);
}, 120_000);
