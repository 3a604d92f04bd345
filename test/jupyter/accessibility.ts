import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { root } from '../../src/root.ts';
import { front } from './lab-page.ts';

const axe = readFileSync(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

/**
 * What axe-core finds serious or critical within the elements of a selector: one line for each, with the element.
 * @throws Error when no element matches, so that nothing is called accessible unseen
 */
export async function seriousViolations(page: Page, selector: string): Promise<readonly string[]> {
  const count = await page.locator(`${front} ${selector}`).count();
  if (count === 0) throw new Error(`There is no ${selector} to look at.`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate<Pick<AxeResults, 'violations'>>(
    `axe.run({ include: [${JSON.stringify(`${front} ${selector}`)}] }, { resultTypes: ['violations'] })`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}
