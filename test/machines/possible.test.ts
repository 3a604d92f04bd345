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
  linux: [],
  win32: ['pci', 'driver-files'],
  darwin: ['pci', 'driver-files', 'nvml', 'cuda-driver', 'cuda-libraries'],
};

/** What the probe `system` reads from files that only Linux has. */
const onlyOnLinux = ['osId', 'glibc', 'libstdcxx', 'shmMiB', 'wsl', 'wslLibFolder', 'secureBoot'];

const platformOf = ({ snapshot }: Machine): string => {
  const { interpreter } = snapshot.observations;
  return interpreter?.ok === true ? interpreter.data.platform : 'linux';
};

const dataOf = <Name extends ProbeName>({ snapshot }: Machine, name: Name) => {
  const observation = snapshot.observations[name];
  return observation?.ok === true ? observation.data : undefined;
};

test.each(machines)('$name has the keys and types that probes return', ({ snapshot }) => {
  for (const name of probeNames) {
    const observation = snapshot.observations[name];
    if (observation === undefined) continue;
    const line = { probe: name, ...observation };
    expect(line).toEqual(v.parse(observationLine, line));
    if (observation.ok)
      expect(observation.data).toEqual(v.parse(observations[name], observation.data));
  }
  if (snapshot.live !== undefined) expect(snapshot.live).toEqual(v.parse(live, snapshot.live));
  if (snapshot.notebook !== undefined) {
    expect(snapshot.notebook).toEqual(v.parse(notebookState, snapshot.notebook));
  }
});

test.each(machines)('$name has no answer of a probe that its platform does not have', (machine) => {
  for (const name of notApplicable[platformOf(machine)] ?? []) {
    const observation = machine.snapshot.observations[name];
    if (observation !== undefined) expect(observation).toMatchObject({ ok: false });
  }
});

describe.each(machines.filter((one) => platformOf(one) !== 'linux'))('$name', (machine) => {
  test('reads no file of Linux', () => {
    const system = Object.entries(dataOf(machine, 'system') ?? {});
    expect(system.filter(([key, value]) => onlyOnLinux.includes(key) && value !== null)).toEqual(
      [],
    );
  });

  test.runIf(platformOf(machine) === 'win32')('has paths of Windows', () => {
    const paths = [
      dataOf(machine, 'interpreter')?.userSite,
      dataOf(machine, 'nvidia-smi')?.path,
      dataOf(machine, 'cuda-driver')?.path,
      ...(dataOf(machine, 'packages')?.distributions ?? []).map((one) => one.location),
    ].filter((path) => path !== null && path !== undefined);
    expect(paths.filter((path) => !/^[A-Z]:\\/.test(path))).toEqual([]);
    const sonames = [
      ...(dataOf(machine, 'packages')?.tensorflow?.sonames ?? []),
      ...(dataOf(machine, 'cuda-libraries')?.libraries ?? []).map((one) => one.soname),
    ];
    expect(sonames.filter((name) => !name.endsWith('.dll'))).toEqual([]);
  });
});

test.each(machines)(
  '$name: what one probe says agrees with what another one can see',
  (machine) => {
    const variables = dataOf(machine, 'environment')?.variables ?? {};
    const driver = dataOf(machine, 'cuda-driver');
    if (driver !== undefined && driver.path !== null) {
      // The second question is asked where a variable hides GPUs, and only there.
      expect(driver.unmasked !== null).toBe(variables['CUDA_VISIBLE_DEVICES'] !== undefined);
    }
    // prime-select keeps one of three words there.
    expect(['on', 'off', 'on-demand', null, undefined]).toContain(
      dataOf(machine, 'driver-files')?.primeProfile,
    );
    // The probe says so itself where there is no TensorFlow whose libraries it could ask for.
    if (dataOf(machine, 'packages')?.tensorflow === null) {
      expect(machine.snapshot.observations['cuda-libraries']).not.toMatchObject({ ok: true });
    }
    // The kernel's release, without its name.
    expect(dataOf(machine, 'system')?.kernel ?? '0').toMatch(/^\d/);
    // A login shell does not have PID 1's variable `container`.
    const container = dataOf(machine, 'system')?.container;
    expect(`${container?.kind ?? ''} by ${container?.sign ?? ''}`).not.toBe(
      'lxc by variable container',
    );
  },
);

test.each(machines)('$name: a file of an NVIDIA package has its package', (machine) => {
  const files = (dataOf(machine, 'cuda-libraries')?.libraries ?? [])
    .flatMap(({ path, elsewhere }) => [path, ...elsewhere])
    .flatMap((path) => /site-packages[\\/]nvidia[\\/](\w+)[\\/]/.exec(path ?? '')?.[1] ?? []);
  const packages = (dataOf(machine, 'packages')?.distributions ?? []).map((one) => one.name);
  // nvidia/cuda_runtime is of nvidia-cuda-runtime-cu12; nvidia/cu13 is shared by the packages of CUDA 13.
  const hasPackage = (folder: string): boolean =>
    packages.some((name) =>
      folder === 'cu13'
        ? /^nvidia-/.test(name)
        : name.startsWith(`nvidia-${folder.replaceAll('_', '-')}`),
    );
  const without = files.filter((folder) => !hasPackage(folder));
  expect([...new Set(without)]).toEqual([]);
});
