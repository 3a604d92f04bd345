import { afterAll, beforeAll, beforeEach } from 'vitest';
import { noBrowser } from './browser.ts';
import { openLabPage, type LabPage } from './lab-page.ts';
import { connectBrowser, useLab, type SharedLab } from './shared.ts';

/** The server that all test files share, and a tab of the shared browser with its JupyterLab. */
export interface OpenLab {
  readonly server: SharedLab;
  readonly lab: LabPage;
}

/**
 * Opens JupyterLab before the tests of a file, and leaves it after them. On a machine without a browser they are
 * skipped with the reason.
 * @param opened is called once, before the first test
 */
export function openLabForTests(opened: (open: OpenLab) => Promise<void> | void): void {
  let leave: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    if (noBrowser !== undefined) return;
    const server = await useLab();
    const browser = await connectBrowser();
    leave = async () => {
      await browser.close();
      await server.leave();
    };
    await opened({ server, lab: await openLabPage(browser, server) });
  });
  afterAll(() => leave?.());
  beforeEach((context) => {
    if (noBrowser !== undefined) context.skip(noBrowser);
  });
}
