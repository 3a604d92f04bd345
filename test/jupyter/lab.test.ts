import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { seriousViolations } from './accessibility.ts';
import { overflowing } from './attack-watch.ts';
import { openLabForTests } from './lab-for-tests.ts';
import { cell, command, openNotebook, runCell, scrollToTop, type LabPage } from './lab-page.ts';
import type { SharedLab } from './shared.ts';

/** With TF_GPU_DOCTOR_PICTURES=docs/img the pictures stay; otherwise they are in a folder to throw away. */
const pictures = process.env['TF_GPU_DOCTOR_PICTURES'] ?? mkdtempSync(join(tmpdir(), 'lab-'));
mkdirSync(pictures, { recursive: true });

let server: SharedLab;
let lab: LabPage;

openLabForTests((open) => {
  ({ server, lab } = open);
});
beforeEach((context) => {
  context.onTestFailed(async () => {
    await picture(`failed-${context.task.id}`);
    console.error(await server.log());
  });
});

/** Runs in the page: how wide an image is, once it is loaded. */
function naturalWidth(image: { readonly naturalWidth?: number }): number {
  return image.naturalWidth ?? 0;
}

async function picture(name: string): Promise<void> {
  await scrollToTop(lab.page);
  await lab.page.screenshot({ path: join(pictures, `${name}.png`) });
}

describe('JupyterLab in a browser', { timeout: 300_000 }, () => {
  test('the launcher offers the kernel with its logo, and nothing pops up', async () => {
    const card = lab.page.locator('.jp-LauncherCard', { hasText: 'TensorFlow GPU Doctor' }).first();
    await card.waitFor();
    const logo = card.locator('img');
    await expect.poll(() => logo.evaluate(naturalWidth)).toBeGreaterThan(0);
    expect(await logo.getAttribute('src')).toContain('/kernelspecs/tf-gpu-doctor/');
    await picture('launcher');
    expect(await lab.page.locator('.jp-Dialog').count()).toBe(0);
    expect(await lab.page.locator('.Toastify__toast').count()).toBe(0);
  });

  test('a notebook runs the three magics beside Python', async () => {
    await openNotebook(lab, server, 'magics.ipynb', [
      '%gpu-check',
      '%cuda-versions',
      '%matmul-bench --sizes 256,512 --dtypes float32 --seconds 1',
      'x = %gpu-check\nprint(isinstance(x, dict), x["schema"], x["verdict"])',
    ]);
    const check = await runCell(lab.page, 0, 120);
    expect(await check.locator('.jp-RenderedHTML').count()).toBeGreaterThan(0);
    expect(await check.innerText()).toMatch(/GPU/u);
    await picture('gpu-check');
    await lab.page.setViewportSize({ width: 1280, height: 2400 });
    const versions = await runCell(lab.page, 1);
    expect(await versions.innerText()).toMatch(/TensorFlow[\s\S]*2\.\d+\.\d+/u);
    // JupyterLab's own rule would put all text on the right.
    const column = await lab.page.evaluate(
      'getComputedStyle(document.querySelector(".tgd td")).textAlign',
    );
    expect(column).toBe('left');
    const bench = await runCell(lab.page, 2, 120);
    expect(await bench.innerText()).toMatch(/FLOP\/s/u);
    // Vega draws the chart on a canvas or as SVG.
    await bench.locator('.vega-embed canvas, .vega-embed svg.marks').first().waitFor();
    const assigned = await runCell(lab.page, 3, 120);
    expect(await assigned.innerText()).toMatch(/True tf-gpu-doctor\/diagnosis \S+/u);
    await picture('magics-light');
    expect(await seriousViolations(lab.page, '.jp-OutputArea-output')).toEqual([]);
  });

  test('the results can be read in the dark theme, too', async () => {
    await command(lab.page, 'apputils:change-theme', { theme: 'JupyterLab Dark' });
    await lab.page.locator('body[data-jp-theme-light="false"]').waitFor({ state: 'attached' });
    await lab.page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
    await picture('magics-dark');
    expect(await seriousViolations(lab.page, '.jp-OutputArea-output')).toEqual([]);
    await command(lab.page, 'apputils:change-theme', { theme: 'JupyterLab Light' });
    await lab.page.locator('body[data-jp-theme-light="true"]').waitFor({ state: 'attached' });
  });

  test('on a narrow screen nothing reaches over the edge', async () => {
    await lab.page.setViewportSize({ width: 560, height: 1400 });
    await command(lab.page, 'application:toggle-left-area');
    await lab.page.locator('#jp-left-stack').waitFor({ state: 'hidden' });
    await picture('narrow');
    expect(await overflowing(lab.page, '.jp-OutputArea-output .tgd')).toEqual([]);
    await command(lab.page, 'application:toggle-left-area');
  });

  test('matplotlib draws and a slider moves', async () => {
    await lab.page.setViewportSize({ width: 1280, height: 1000 });
    await openNotebook(lab, server, 'python.ipynb', [
      'import matplotlib.pyplot as plt\nplt.plot([1, 4, 9]);',
      'import ipywidgets\nslider = ipywidgets.IntSlider(value=5)\nslider',
      'print("the slider says", slider.value)',
    ]);
    const plot = await runCell(lab.page, 0);
    const image = plot.locator('img[src^="data:image/png"]');
    await expect.poll(() => image.evaluate(naturalWidth)).toBeGreaterThan(100);

    const widget = await runCell(lab.page, 1);
    await widget.locator('.noUi-handle').focus();
    await lab.page.keyboard.press('ArrowRight');
    await expect.poll(() => widget.locator('.widget-readout').textContent()).toBe('6');
    const answer = await runCell(lab.page, 2);
    expect(await answer.innerText()).toContain('the slider says 6');
    await picture('python');
  });

  test('Tab completes magics and Shift+Tab explains them', async () => {
    await openNotebook(lab, server, 'help.ipynb', ['%gpu-', '%gpu-check']);
    await cell(lab.page, 0).locator('.cm-content').click();
    await lab.page.keyboard.press('End');
    await lab.page.keyboard.press('Tab');
    const items = lab.page.locator('.jp-Completer-item');
    await items.first().waitFor();
    expect(await items.allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringContaining('gpu-check')]),
    );
    await picture('completion');
    await lab.page.keyboard.press('Escape');

    await cell(lab.page, 1).locator('.cm-content').click();
    await lab.page.keyboard.press('End');
    await lab.page.keyboard.press('Shift+Tab');
    const tooltip = lab.page.locator('.jp-Tooltip');
    await tooltip.waitFor();
    expect(await tooltip.innerText()).toMatch(/--static/u);
    // Columns that stand below each other: it is text, in letters of one width.
    expect(await tooltip.locator('table').count()).toBe(0);
    expect(await tooltip.locator('pre').innerText()).toMatch(/^Option +What it does$/mu);
    await picture('tooltip');
    await lab.page.keyboard.press('Escape');
  });

  test('the notebook outlives its Python', async () => {
    await openNotebook(lab, server, 'death.ipynb', [
      'import os\nos.write(2, b"a last line from C\\n")\nos.abort()',
      'print("a new Python:", 6 * 7)',
    ]);
    const death = await runCell(lab.page, 0);
    expect(await death.innerText()).toMatch(/SIGABRT/u);
    expect(await death.innerText()).toMatch(/a last line from C/u);
    const next = await runCell(lab.page, 1);
    expect(await next.innerText()).toContain('a new Python: 42');
    expect(await lab.page.locator('.jp-Dialog').count()).toBe(0);
    await picture('death');
    expect(await seriousViolations(lab.page, '.jp-OutputArea-output')).toEqual([]);
  });

  test('nothing outside this machine was asked', () => {
    expect([...lab.hosts]).toEqual([new URL(server.url).host]);
  });
});
