import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { minorPython } from '../facts/platform.ts';
import type { Row } from '../knowledge/tables.ts';
import { managerOf, venvParts } from './install.ts';
import {
  fetchUv,
  makeCondaEnvironment,
  makeVenv,
  makeVenvWithUv,
  pipInstall,
  uvInstall,
} from './install-words.ts';
import { pythonsOf, wheelPlatform } from './releases.ts';
import { requirementsOf } from './requirements.ts';
import { pythonOf, quote, shellOf } from './shell.ts';
import { quotedProgram } from '../shell.ts';

/**
 * Lines that make an environment with a Python that has a wheel of this release, and install it there: with a Python
 * of this machine where there is a fitting one, else with uv, which fetches one. None where there is no wheel at all.
 */
export function newEnvironment(facts: Facts, row: Row<'tensorflow'>): readonly string[] {
  const fitting = pythonsOf(row, facts);
  const newest = fitting.at(-1);
  if (newest === undefined) return [];
  const words = requirementsOf(facts, row, row.newest)
    .map((one) => quote(one, facts))
    .join(' ');
  if (valueOf(facts.python.kind) === 'conda') {
    return [
      makeCondaEnvironment(`python=${newest}`),
      pipInstall('conda run -n tf-gpu python', words),
    ];
  }
  const { folder, python, program } = placeOf(facts);
  const here = pythonHere(facts, fitting);
  if (here !== undefined && managerOf(facts) !== 'uv') {
    return [
      ...(here.startsWith('/usr/bin/') ? venvParts(facts) : []),
      makeVenv(here, folder),
      pipInstall(program, words),
    ];
  }
  const { uv, first } = uvHere(facts);
  return [...first, makeVenvWithUv(uv, newest, folder), uvInstall(uv, python, words)];
}

/** The new folder and its Python, as an argument and at the beginning of a line. */
function placeOf(facts: Facts): {
  readonly folder: string;
  readonly python: string;
  readonly program: string;
} {
  if (wheelPlatform(facts) !== 'windows') {
    return { folder: '~/tf-gpu', python: '~/tf-gpu/bin/python', program: '~/tf-gpu/bin/python' };
  }
  const python = String.raw`"$HOME\tf-gpu\Scripts\python.exe"`;
  return { folder: String.raw`"$HOME\tf-gpu"`, python, program: `& ${python}` };
}

/** A Python of this machine that a release has a wheel for: the examined one first. */
function pythonHere(facts: Facts, fitting: readonly string[]): string | undefined {
  const own = valueOf(facts.python.version);
  if (own !== undefined && fitting.includes(minorPython(own)) && managerOf(facts) !== 'bare') {
    return pythonOf(facts);
  }
  const other = (valueOf(facts.python.others) ?? []).find(
    ({ origin, version }) =>
      ['system', 'path', 'pyenv'].includes(origin) &&
      version !== null &&
      fitting.includes(minorPython(version)),
  );
  return other === undefined ? undefined : quotedProgram(other.path, shellOf(facts));
}

/** How uv is called, and what has to be done before it can be. */
function uvHere(facts: Facts): { readonly uv: string; readonly first: readonly string[] } {
  switch (managerOf(facts)) {
    case 'uv':
      return { uv: 'uv', first: [] };
    case 'pip':
    case 'conda':
      return {
        uv: `${pythonOf(facts)} -m uv`,
        first: [pipInstall(pythonOf(facts), 'uv')],
      };
    case 'bare':
    case 'container':
    case 'system':
      return {
        uv: '~/.local/bin/uv',
        first: [fetchUv.posix],
      };
  }
}
