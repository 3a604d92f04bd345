/**
 * Makes logo-32x32.png and logo-64x64.png from logo-svg.svg: `CHROMIUM=/usr/bin/chromium node kernel/kernelspec/draw.mjs`.
 * Run it by hand when the drawing changes; the pictures are committed.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const folder = import.meta.dirname;
const svg = readFileSync(join(folder, 'logo-svg.svg'), 'utf8');

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const size of [32, 64]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const scaled = svg.replace('width="64" height="64"', `width="${size}" height="${size}"`);
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${scaled}`);
  await page.screenshot({
    path: join(folder, `logo-${size}x${size}.png`),
    omitBackground: true,
  });
  await page.close();
}
await browser.close();
