import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { root } from '../../src/root.ts';
import { openLabForTests } from './lab-for-tests.ts';
import { cell, command, front, type LabPage } from './lab-page.ts';

const folder =
  process.env['TF_GPU_DOCTOR_PICTURES'] ?? (await mkdtemp(join(tmpdir(), 'tf-gpu-doctor-guide-')));

let lab: LabPage;

openLabForTests(async (opened) => {
  ({ lab } = opened);
  await cp(join(root, 'notebooks'), opened.server.folder, { recursive: true });
});

async function open(name: string): Promise<void> {
  await command(lab.page, 'docmanager:open', { path: name });
  await lab.page.locator(`${front} .jp-Cell`).first().waitFor();
}

/** Whether a piece of the notebook is in sight, not only on the page. */
async function inSight(piece: Locator): Promise<boolean> {
  const box = (await piece.isVisible()) ? await piece.boundingBox() : null;
  return box !== null && box.y > 0 && box.y < 900;
}

function title(): Promise<string> {
  return lab.page.evaluate('window.jupyterapp.shell.currentWidget?.context?.path');
}

describe('the notebooks of the guide in JupyterLab', { timeout: 180_000 }, () => {
  test('a link to a page leads to its notebook', async () => {
    await open('00-start.ipynb');
    await lab.page.locator(`${front} a`, { hasText: 'Set up a GPU from nothing' }).first().click();
    await expect.poll(title, { timeout: 20_000 }).toBe('04-enable-gpu-tf2.ipynb');
  });

  test('a link to a cell leads to that cell', async () => {
    await open('02-gpu-not-used.ipynb');
    await lab.page.locator(`${front} a`, { hasText: 'soft placement' }).first().click();
    await expect.poll(title, { timeout: 20_000 }).toBe('01-gpu-not-used-tf241.ipynb');
    const heading = lab.page.locator(`${front} h3`, { hasText: 'Can a tensor be placed' });
    await expect.poll(() => inSight(heading), { timeout: 20_000 }).toBe(true);
  });

  test('a link to a finding leads to its cell in the notebook of findings', async () => {
    await open('17-memory.ipynb');
    await lab.page.locator(`${front} a`, { hasText: 'gpu-memory-held' }).first().click();
    await expect.poll(title, { timeout: 20_000 }).toBe('90-findings.ipynb');
    const name = lab.page.locator(`${front} code`, { hasText: /^gpu-memory-held$/u }).first();
    await expect.poll(() => inSight(name), { timeout: 20_000 }).toBe(true);
  });

  test('run all cells: a cell that is meant to fail does not stop those below', async () => {
    await open('02-gpu-not-used.ipynb');
    await command(lab.page, 'notebook:run-all-cells');
    const snapshot = cell(lab.page, 15);
    await expect
      .poll(() => snapshot.locator('.jp-OutputArea').textContent(), { timeout: 120_000 })
      .toContain('This machine is recorded');
    await lab.page.screenshot({ path: join(folder, 'guide-run.png') });
  });
});
