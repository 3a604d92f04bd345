import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { observationLine } from '../../src/snapshot/observation.ts';
import { observations, type ProbeName } from '../../src/snapshot/observations/index.ts';
import { live } from '../../src/snapshot/observations/live.ts';
import { notebookState } from '../../src/snapshot/observations/notebook.ts';
import { probeNames } from '../../src/snapshot/probe-answers.ts';
import { readMachines, type Machine } from './machines.ts';

// A recorded machine that no probe can produce proves nothing. So each has the keys and the types of the schemas, no
// others, and on each platform only what the probes can find out there.

const machines = readMachines();

/** Probes that cannot answer on a platform: they say `not-applicable`. */
const notApplicable: Readonly<Record<string, readonly ProbeName[]>> = {
  win32: ['pci', 'driver-files'],
  darwin: ['pci', 'driver-files', 'nvml', 'cuda-driver', 'cuda-libraries'],
};

/** What the probe `system` reads from files that only Linux has. */
const onlyOnLinux = [
  'osId',
  'glibc',
  'libstdcxx',
  'shmMiB',
  'wsl',
  'wslLibFolder',
  'secureBoot',
] as const;

function dataOf<Name extends ProbeName>({ snapshot }: Machine, name: Name) {
  const observation = snapshot.observations[name];
  return observation?.ok === true ? observation.data : undefined;
}

const platformOf = (machine: Machine): string =>
  dataOf(machine, 'interpreter')?.platform ?? 'linux';

/** What the schemas keep of a machine: keys that they do not know fall away. */
function asRead({ snapshot }: Machine): unknown {
  const answers = probeNames.flatMap((probe) => {
    const observation = snapshot.observations[probe];
    if (observation === undefined) return [];
    const line = v.parse(observationLine, { probe, ...observation });
    return [[probe, line.ok ? { ...line, data: v.parse(observations[probe], line.data) } : line]];
  });
  return {
    answers,
    live: snapshot.live && v.parse(live, snapshot.live),
    notebook: snapshot.notebook && v.parse(notebookState, snapshot.notebook),
  };
}

test.each(machines)('$name has the keys and types that probes return', (machine) => {
  const { observations: recorded, live: run, notebook } = machine.snapshot;
  const answers = probeNames
    .filter((probe) => recorded[probe] !== undefined)
    .map((probe) => [probe, { probe, ...recorded[probe] }]);
  expect({ answers, live: run, notebook }).toEqual(asRead(machine));
});

test.each(machines)('$name has no answer of a probe that its platform lacks', (machine) => {
  const lacks = notApplicable[platformOf(machine)] ?? [];
  expect(lacks.filter((name) => dataOf(machine, name) !== undefined)).toEqual([]);
});

describe.each(machines.filter((one) => platformOf(one) !== 'linux'))('$name', (machine) => {
  test('reads no file of Linux', () => {
    const system = dataOf(machine, 'system');
    const read = onlyOnLinux.filter((key) => system !== undefined && system[key] !== null);
    expect(read).toEqual([]);
  });
});

describe.each(machines.filter((one) => platformOf(one) === 'win32'))('$name', (machine) => {
  test('has paths and libraries of Windows', () => {
    const packages = dataOf(machine, 'packages');
    const paths = [
      dataOf(machine, 'interpreter')?.userSite,
      dataOf(machine, 'nvidia-smi')?.path,
      dataOf(machine, 'cuda-driver')?.path,
      ...(packages?.distributions ?? []).map((one) => one.location),
    ].filter((path) => path !== null && path !== undefined);
    expect(paths.filter((path) => !/^[A-Z]:\\/u.test(path))).toEqual([]);
    const libraries = [
      ...(packages?.tensorflow?.sonames ?? []),
      ...(dataOf(machine, 'cuda-libraries')?.libraries ?? []).map((one) => one.soname),
    ];
    expect(libraries.filter((name) => !name.endsWith('.dll'))).toEqual([]);
    // They are looked for on PATH and never loaded.
    const loaded = dataOf(machine, 'cuda-libraries')?.libraries.filter((one) => one.loads === true);
    expect(loaded ?? []).toEqual([]);
  });
});

/** What one probe says and another one rules out, in words. */
function contradictions(machine: Machine): string[] {
  const driver = dataOf(machine, 'cuda-driver');
  const masked = dataOf(machine, 'environment')?.variables['CUDA_VISIBLE_DEVICES'] !== undefined;
  const prime = dataOf(machine, 'driver-files')?.primeProfile ?? 'on';
  const container = dataOf(machine, 'system')?.container;
  const withoutTensorFlow = dataOf(machine, 'packages')?.tensorflow === null;
  return Object.entries({
    'the driver is asked without the variable that hides GPUs where it is set, and only there':
      typeof driver?.path === 'string' && (driver.unmasked !== null) !== masked,
    'prime-select keeps `on`, `off` or `on-demand`': !['on', 'off', 'on-demand'].includes(prime),
    'without TensorFlow no libraries are looked for':
      withoutTensorFlow && dataOf(machine, 'cuda-libraries') !== undefined,
    "the kernel's release has no name before it": !/^\d/u.test(
      dataOf(machine, 'system')?.kernel ?? '0',
    ),
    "a login shell does not have the first process's variable `container`":
      container?.kind === 'lxc' && container.sign === 'variable container',
  }).flatMap(([what, isSo]) => (isSo ? [what] : []));
}

test.each(machines)('$name: what one probe says agrees with the others', (machine) => {
  expect(contradictions(machine)).toEqual([]);
});

/** nvidia/cuda_runtime is of nvidia-cuda-runtime-cu12; nvidia/cu13 is shared by the packages of CUDA 13. */
const prefixOf = (folder: string): string =>
  folder === 'cu13' ? 'nvidia-' : `nvidia-${folder.replaceAll('_', '-')}`;

test.each(machines)('$name: a file of an NVIDIA package has its package', (machine) => {
  const folders = (dataOf(machine, 'cuda-libraries')?.libraries ?? [])
    .flatMap(({ path, elsewhere }) => [path, ...elsewhere])
    .flatMap((path) => /site-packages[\\/]nvidia[\\/](\w+)[\\/]/u.exec(path ?? '')?.[1] ?? []);
  const packages = (dataOf(machine, 'packages')?.distributions ?? []).map((one) => one.name);
  const without = [...new Set(folders)].filter(
    (folder) => !packages.some((name) => name.startsWith(prefixOf(folder))),
  );
  expect(without).toEqual([]);
});
