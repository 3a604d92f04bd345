import { existsSync } from 'node:fs';
import { launch, type Browser, type Page } from 'puppeteer-core';

/** The browsers in which the page is tested: Debian's own, both through the same library. */
export const browsers = [
  { name: 'chrome', file: file('CHROMIUM', '/usr/bin/chromium') },
  { name: 'firefox', file: file('FIREFOX', '/usr/bin/firefox-esr') },
] as const;

function file(variable: string, usual: string): string | undefined {
  return [process.env[variable], usual].find((one) => one !== undefined && existsSync(one));
}

/** Why a browser's tests are left out; on a CI machine they never are. */
export function whyNot(browser: (typeof browsers)[number]): string | undefined {
  return browser.file === undefined && process.env['CI'] !== 'true'
    ? `no ${browser.name === 'chrome' ? 'Chromium' : 'Firefox'} on this machine`
    : undefined;
}

/** Starts one of them. @throws Error when this machine has none */
export async function start({ name, file: path }: (typeof browsers)[number]): Promise<Browser> {
  if (path === undefined) throw new Error(`There is no ${name} on this CI machine.`);
  const args = name === 'chrome' ? ['--no-sandbox', '--disable-gpu', '--disable-quic'] : [];
  return launch({ browser: name, executablePath: path, headless: true, args });
}

/** Gives a file to the page, as somebody does who chooses one. */
export async function giveFile(page: Page, text: string, name: string): Promise<void> {
  await page.$eval(
    '#file',
    (input, value, called) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([value], called));
      if (input instanceof HTMLInputElement) input.files = transfer.files;
      input.dispatchEvent(new Event('change'));
    },
    text,
    name,
  );
}
