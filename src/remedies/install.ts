import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { isPackageName, isVersion } from './grammar.ts';
import { makeVenv, pipInstall, venvPackage } from './install-words.ts';
import { inNotebook, pythonOf, quote } from './shell.ts';
import { asRoot, familyOfSystem, releaseNumber } from './system.ts';

/**
 * What installs packages into the diagnosed environment: `system` is a Python that its distribution keeps pip out of
 * (PEP 668), `container` the same in a container, `bare` one without pip that uv did not make.
 */
export type Manager = 'pip' | 'uv' | 'conda' | 'system' | 'container' | 'bare';

/** Who manages this environment. In a conda environment it is pip, unless TensorFlow itself is conda's. */
export function managerOf(facts: Facts): Manager {
  const interpreter = valueOf(facts.python.interpreter);
  const isUv = interpreter?.uv ?? /[\\/]uv[\\/]python[\\/]/u.test(interpreter?.basePrefix ?? '');
  if (interpreter?.kind === 'conda' && valueOf(facts.tensorflow.fromConda) === true) return 'conda';
  const installer = valueOf(facts.tensorflow.distributions)?.[0]?.installer;
  if (interpreter?.externallyManaged ?? (installer !== 'pip' && isKeptFromPip(facts))) {
    // A container is made for one purpose, so what pip changes there harms no other program.
    return inContainer(facts) ? 'container' : 'system';
  }
  if (isUv || installer === 'uv') return 'uv';
  return interpreter?.pip === false ? 'bare' : 'pip';
}

/** Where the snapshot is too old to say it: distributions that mark their own Python, by their version. */
function isKeptFromPip(facts: Facts): boolean {
  if (!(valueOf(facts.python.executable) ?? '').startsWith('/usr/bin/')) return false;
  const since: Readonly<Partial<Record<string, number>>> = { ubuntu: 23, debian: 12, arch: 0 };
  const first = since[familyOfSystem(facts) ?? ''];
  return first !== undefined && (releaseNumber(facts) ?? 0) >= first;
}

/**
 * Lines that install these requirements with pip or uv, never over files that are conda's or the distribution's: conda
 * gets them by the same names, which it has for all but NVIDIA's wheels (see `installCudaPart`).
 */
export function installLines(
  facts: Facts,
  requirements: readonly string[],
  options: readonly string[] = [],
): readonly string[] {
  const words = requirements.map((one) => quote(one, facts));
  switch (managerOf(facts)) {
    case 'uv':
      return [uvLine(facts, 'install', [...uvOptions(options), ...words])];
    case 'system':
      return [
        ...venvParts(facts),
        makeVenv('python3', newFolder),
        pipInstall(`${newFolder}/bin/python`, ...whole(facts, requirements), ...words),
      ];
    case 'container':
      return [pipLine(facts, 'install', ['--break-system-packages', ...options, ...words])];
    case 'bare':
      return [
        `${pythonOf(facts)} -m ensurepip --upgrade`,
        pipLine(facts, 'install', [...options, ...words]),
      ];
    case 'conda':
      return [condaLine(facts, 'install', ['-c', 'conda-forge', ...requirements])];
    case 'pip':
      return [pipLine(facts, 'install', [...options, ...words])];
  }
}

/** Lines that remove these distributions, with the program that installed them; what is not a name is left out. */
export function uninstallLines(facts: Facts, names: readonly string[]): readonly string[] {
  const good = [...new Set(names)].filter(isPackageName);
  if (good.length === 0) return [];
  switch (managerOf(facts)) {
    case 'uv':
      return [uvLine(facts, 'uninstall', good)];
    case 'conda':
      return [condaLine(facts, 'remove', good)];
    case 'system':
      return [];
    case 'container':
      return [pipLine(facts, 'uninstall', ['--break-system-packages', '-y', ...good])];
    case 'bare':
    case 'pip':
      return [pipLine(facts, 'uninstall', ['-y', ...good])];
  }
}

/** The same for what pip installed beside conda's own TensorFlow. */
export function pipUninstallLines(facts: Facts, names: readonly string[]): readonly string[] {
  const byPip = valueOf(facts.tensorflow.distributions)
    ?.filter(({ name, installer }) => names.includes(name) && installer === 'pip')
    .map(({ name }) => name)
    .filter(isPackageName);
  return byPip === undefined || byPip.length === 0
    ? []
    : [pipLine(facts, 'uninstall', ['-y', ...new Set(byPip)])];
}

/** A line of conda for the diagnosed environment, whichever one is active. */
export function condaLine(facts: Facts, verb: string, words: readonly string[]): string {
  const prefix = valueOf(facts.python.interpreter)?.prefix;
  const where = prefix === undefined ? [] : ['--prefix', quote(prefix, facts)];
  return ['conda', verb, ...where, ...words.map((one) => quote(one, facts))].join(' ');
}

/** The environment that is made where the diagnosed one must not be changed. */
const newFolder = '~/tf-gpu';

/** A new environment needs TensorFlow itself too, where a part of it was to be installed beside the one that is there. */
function whole(facts: Facts, requirements: readonly string[]): readonly string[] {
  const version = valueOf(facts.tensorflow.version);
  if (version === undefined || !isVersion(version)) return [];
  return requirements.some((one) => one.startsWith('tensorflow'))
    ? []
    : [quote(`tensorflow[and-cuda]==${version}`, facts)];
}

function inContainer(facts: Facts): boolean {
  return facts.container.container.state === 'known';
}

/** Debian and its relatives have the module venv in a package of its own. */
export function venvParts(facts: Facts): readonly string[] {
  const family = familyOfSystem(facts);
  return family === 'debian' || family === 'ubuntu' || family === 'pop'
    ? [asRoot(facts, `apt install ${venvPackage}`)]
    : [];
}

function pipLine(facts: Facts, verb: string, words: readonly string[]): string {
  const pip = inNotebook(facts) ? '%pip' : `${pythonOf(facts)} -m pip`;
  return [pip, verb, ...words].join(' ');
}

function uvLine(facts: Facts, verb: string, words: readonly string[]): string {
  const python = quote(valueOf(facts.python.executable) ?? facts.target.python, facts);
  const uv = inNotebook(facts) ? '!uv' : 'uv';
  return [uv, 'pip', verb, '--python', python, ...words].join(' ');
}

/** uv's words for pip's options. */
function uvOptions(options: readonly string[]): string[] {
  const names: Readonly<Record<string, string>> = {
    '--force-reinstall': '--reinstall',
    '--no-cache-dir': '--no-cache',
  };
  return options.map((one) => names[one] ?? one);
}
