import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { root } from '../../src/root.ts';
import { openLabForTests } from './lab-for-tests.ts';
import { cell, openNotebook, runCell, type LabPage } from './lab-page.ts';
import type { SharedLab } from './shared.ts';

let server: SharedLab;
let lab: LabPage;

openLabForTests((open) => {
  ({ server, lab } = open);
});
beforeEach((context) => {
  context.onTestFailed(async () => console.error(await server.log()));
});

describe('the extension in an ordinary kernel in JupyterLab', { timeout: 300_000 }, () => {
  test('the answer is drawn as in our own kernel, and Tab completes', async () => {
    const kernelspec = { name: 'python3', display_name: 'Python 3', language: 'python' };
    await openNotebook(
      lab,
      server,
      'ordinary.ipynb',
      [
        `import sys; sys.path.insert(0, ${JSON.stringify(join(root, 'python'))})\n%load_ext tf_gpu_doctor`,
        '%gpu-check --static',
        '%%explain\nlibcudnn.so.8: cannot open shared object file',
        '%gpu-check --',
      ],
      kernelspec,
    );
    const loaded = await runCell(lab.page, 0);
    expect(await loaded.locator('.jp-OutputArea-output').allInnerTexts()).toEqual([]);
    const check = await runCell(lab.page, 1, 120);
    const answer = check.locator('.jp-RenderedHTML', { hasText: 'NVIDIA driver' });
    await answer.waitFor();
    expect(await answer.innerHTML()).toMatch(/<(?:ol|ul|table|details|div)[ >]/u);
    const explained = await runCell(lab.page, 2);
    await explained.locator('.jp-RenderedHTML', { hasText: 'cudnn-missing' }).first().waitFor();
    expect(
      await lab.page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count(),
    ).toBe(0);

    await cell(lab.page, 3).locator('.cm-content').click();
    await lab.page.keyboard.press('End');
    await lab.page.keyboard.press('Tab');
    const items = lab.page.locator('.jp-Completer-item');
    await items.first().waitFor();
    expect(await items.allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringContaining('--static')]),
    );
  });
});
