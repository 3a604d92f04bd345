import { existsSync } from 'node:fs';
import type { BrowserServer } from 'playwright-core';
import { chromium } from 'playwright-core';

/** The Chromium that `npm test` found, or Debian's; undefined when this machine has none. */
const browserFile: string | undefined = [process.env['CHROMIUM'], '/usr/bin/chromium'].find(
  (file) => file !== undefined && existsSync(file),
);

/** Why the tests in a browser are left out; on a CI machine they never are. */
export const noBrowser: string | undefined =
  browserFile === undefined && process.env['CI'] !== 'true'
    ? 'no Chromium on this machine: install it, or name one with the variable CHROMIUM'
    : undefined;

/** Starts the browser that all test files share. @throws Error when this machine has no Chromium */
export async function launchBrowser(): Promise<BrowserServer> {
  if (browserFile === undefined) throw new Error('There is no Chromium on this CI machine.');
  return chromium.launchServer({
    executablePath: browserFile,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
