import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Browser, Locator, Page } from 'playwright-core';
import type { SharedLab } from './shared.ts';

/** The notebook that is in front of the others. */
export const front = '.jp-NotebookPanel:not(.lm-mod-hidden)';

/** A tab with JupyterLab in it, and all addresses that it asked for. */
export interface LabPage {
  readonly page: Page;
  readonly hosts: ReadonlySet<string>;
}

export async function openLabPage(browser: Browser, server: SharedLab): Promise<LabPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
  const page = await context.newPage();
  const hosts = new Set<string>();
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith('http') || protocol.startsWith('ws')) hosts.add(host);
  });
  page.on('websocket', (socket) => hosts.add(new URL(socket.url()).host));
  page.setDefaultTimeout(60_000);
  await page.goto(`${server.url}/lab?reset&token=${server.token}`);
  await page.locator('.jp-Launcher').waitFor();
  return { page, hosts };
}

const ours = {
  name: 'tf-gpu-doctor',
  display_name: 'TensorFlow GPU Doctor',
  language: 'python',
};

/** Writes a notebook of these cells and opens it, with our kernel unless another one is named. */
export async function openNotebook(
  { page }: LabPage,
  server: SharedLab,
  name: string,
  cells: readonly string[],
  kernelspec: typeof ours = ours,
): Promise<void> {
  const notebook = {
    cells: cells.map((source, index) => ({
      cell_type: 'code',
      id: `cell-${index}`,
      execution_count: null,
      metadata: {},
      outputs: [],
      source,
    })),
    metadata: { kernelspec },
    nbformat: 4,
    nbformat_minor: 5,
  };
  await writeFile(join(server.folder, name), JSON.stringify(notebook));
  await command(page, 'docmanager:open', { path: name });
  await page.locator(`${front} .jp-Cell`).first().waitFor();
  // What the page shows is no sign: it says idle before it is connected.
  const kernel = 'window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel';
  await expect
    .poll(() => page.evaluate(`${kernel}?.connectionStatus + ' ' + ${kernel}?.status`), {
      timeout: 60_000,
    })
    .toBe('connected idle');
}

/** Runs one of JupyterLab's own commands, for what is not what a test is about. */
export async function command(page: Page, id: string, args: object = {}): Promise<void> {
  await page.evaluate(
    // The name of the application object is set by JupyterLab's option expose_app_in_browser.
    `window.jupyterapp.commands.execute(${JSON.stringify(id)}, ${JSON.stringify(args)}).then(() => undefined)`,
  );
}

export function cell(page: Page, index: number): Locator {
  return page.locator(`${front} .jp-CodeCell`).nth(index);
}

/** Runs a cell with Shift+Enter, as a person does, and waits until it has a number. */
export async function runCell(page: Page, index: number, seconds = 60): Promise<Locator> {
  const one = cell(page, index);
  await one.locator('.cm-content').click();
  await page.keyboard.press('Shift+Enter');
  await expect
    .poll(() => one.locator('.jp-InputPrompt').textContent(), { timeout: seconds * 1000 })
    .toMatch(/^\[\d+\]/u);
  return one;
}

/** Shows the first cell of the notebook in front, where there is one. */
export async function scrollToTop(page: Page): Promise<void> {
  const scroller = page.locator(`${front} .jp-WindowedPanel-outer`);
  if ((await scroller.count()) === 0) return;
  await scroller.first().evaluate((element: { scrollTop: number }) => {
    element.scrollTop = 0;
  });
}
