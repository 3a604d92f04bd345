import { join } from 'node:path';
import { root } from './clone.mjs';
import { explainFailure } from './failure.mjs';
import { npm } from './npm.mjs';
import { readJson } from './stamp.mjs';

/** Installs the Node packages of package-lock.json when they are not all there. */
export async function installModules(tell) {
  if (modulesAreCurrent()) return 'ready';
  tell('downloading');
  const { ok, output, how } = await npm(['ci', '--include=dev', '--no-audit', '--no-fund'], {
    minutes: 20,
  });
  if (!ok) {
    throw explainFailure({
      doing: `Installing the Node packages (${how})`,
      server: 'The npm registry',
      output,
    });
  }
  return 'installed';
}

/**
 * Whether node_modules holds what the lock file asks for. npm writes its own record of it as the very last thing,
 * so an installation that was cut off has none.
 */
export function modulesAreCurrent(folder = root) {
  const wanted = readJson(join(folder, 'package-lock.json'))?.packages ?? {};
  const found = readJson(join(folder, 'node_modules', '.package-lock.json'))?.packages;
  if (found === undefined) return false;
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (path === '' || link === true) return true;
    // Optional packages are those of other platforms.
    if (found[path] === undefined) return optional === true;
    return found[path].version === version;
  });
}
