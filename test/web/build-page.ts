import { buildPage } from '../../setup/web.mjs';

/** The page is built from the sources as they are, before its tests. */
export async function setup(): Promise<void> {
  await buildPage();
}
