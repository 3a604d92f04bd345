import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const elsewhere = {
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** The Chromium for the browser tests: the one named by CHROMIUM, else one that is installed; undefined without. */
export function findBrowser(environment = process.env) {
  if (environment.CHROMIUM) return environment.CHROMIUM;
  const onPath = (environment.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...(elsewhere[process.platform] ?? [])].find((file) => existsSync(file));
}

/** The Firefox for the tests of the page: the one named by FIREFOX, else an installed one; undefined without. */
function findFirefox(environment = process.env) {
  if (environment.FIREFOX) return environment.FIREFOX;
  return ['/usr/bin/firefox-esr'].find((file) => existsSync(file));
}

/** On a CI machine that is ours to change (root on Debian), installs Debian's Chromium and Firefox. */
export async function installBrowser(tell) {
  if (findBrowser() !== undefined && findFirefox() !== undefined) return 'ready';
  const mayInstall = process.env.CI === 'true' && process.getuid?.() === 0;
  if (!mayInstall || !existsSync('/etc/debian_version')) {
    return findBrowser() === undefined
      ? 'none, its tests are left out'
      : 'no Firefox, its tests are left out';
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const words of [
    ['update'],
    ['install', '-y', '--no-install-recommends', 'chromium', 'firefox-esr', 'fonts-dejavu-core'],
  ]) {
    tell(`apt-get ${words[0]}`);
    const { ok, how } = await run('apt-get', words, { minutes: 15, env });
    if (!ok) return `could not be installed (apt-get ${words[0]}: ${how})`;
  }
  return 'installed';
}
