import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Environment } from '../process/environment.ts';

/**
 * The folder in which Jupyter looks for what one user installed, by Jupyter's own rules:
 * `JUPYTER_DATA_DIR`, else a place that depends on the platform.
 */
export function userDataFolder(environment: Environment, platform: NodeJS.Platform): string {
  if (environment['JUPYTER_DATA_DIR']) return environment['JUPYTER_DATA_DIR'];
  const home = environment['HOME'] ?? environment['USERPROFILE'] ?? homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Jupyter');
  if (platform === 'win32') {
    return join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'jupyter');
  }
  return join(environment['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'jupyter');
}

/** The folder in which Jupyter looks for what was installed into the environment at `prefix`. */
export function prefixDataFolder(prefix: string): string {
  return join(prefix, 'share', 'jupyter');
}

/** Where Jupyter looks for every user of this machine. */
function systemDataFolders(environment: Environment, platform: NodeJS.Platform): readonly string[] {
  if (platform === 'win32') {
    return environment['PROGRAMDATA'] ? [join(environment['PROGRAMDATA'], 'jupyter')] : [];
  }
  return ['/usr/local/share/jupyter', '/usr/share/jupyter'];
}

/** The environment that is active in this shell, as `sys.prefix` of its Python would say. */
export function activePrefix(environment: Environment): string | undefined {
  return environment['VIRTUAL_ENV'] || environment['CONDA_PREFIX'] || undefined;
}

/** All folders in which a kernel may be installed; `prefixes` are environments that the caller knows of. */
export function dataFolders(
  environment: Environment,
  platform: NodeJS.Platform,
  prefixes: readonly string[],
): readonly string[] {
  const active = activePrefix(environment);
  return [
    ...new Set([
      ...(environment['JUPYTER_PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''),
      ...(active === undefined ? [] : [prefixDataFolder(active)]),
      ...prefixes.map(prefixDataFolder),
      userDataFolder(environment, platform),
      ...systemDataFolders(environment, platform),
    ]),
  ];
}
