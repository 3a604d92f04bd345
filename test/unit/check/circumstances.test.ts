import { describe, expect, test } from 'vitest';
import { circumstancesOf, usesOtherGpus } from '../../../src/check/circumstances.ts';
import { readFacts } from '../../../src/facts/facts.ts';
import type { Observed } from '../../../src/snapshot/observations/index.ts';
import type { Snapshot } from '../../../src/snapshot/snapshot.ts';
import { readMachines } from '../../machines/machines.ts';

const of = (snapshot: Snapshot, notebookPid?: number) =>
  circumstancesOf(snapshot, readFacts(snapshot), {
    forced: false,
    allGpus: false,
    ...(notebookPid !== undefined && { notebookPid }),
  });

const machines = new Map(readMachines().map(({ name, snapshot }) => [name, snapshot]));
function machine(name: string): Snapshot {
  const found = machines.get(name);
  if (found === undefined) throw new Error(`no recorded machine ${name}`);
  return found;
}

test('a GPU in exclusive mode and its holder', () => {
  const snapshot = machine('exclusive-and-taken');
  expect(of(snapshot).gpus).toEqual([expect.objectContaining({ heldBy: 'others' })]);
  expect(of(snapshot).shared).toBe(true);
  expect(of(snapshot, 4242)).toMatchObject({ shared: false, gpus: [{ heldBy: 'notebook' }] });
});

test('the server of MPS is no other program', () => {
  const snapshot = withHolder(machine('exclusive-and-taken'), { mpsServer: true });
  expect(of(snapshot)).toMatchObject({ shared: false, gpus: [{ heldBy: 'mps' }] });
});

test('a slice of a GPU cannot be named by the UUID that CUDA gives', () => {
  expect(of(machine('healthy-mig')).gpus[0]?.uuid).toBeNull();
});

describe('GPUs of other makers', () => {
  const laptop = machine('amd-card');
  const rocm = withTensorflow(laptop, { isRocmBuild: true });
  test('an AMD GPU alone: TensorFlow for NVIDIA cannot use it', () => {
    expect(usesOtherGpus(laptop)).toBe(false);
    expect(of(laptop).hardware).toBe('absent');
  });
  test('an AMD GPU and a build for ROCm: TensorFlow has to say', () => {
    expect(usesOtherGpus(rocm)).toBe(true);
    expect(of(rocm).hardware).toBe('unknown');
  });
  test('a build for ROCm without an AMD GPU', () => {
    expect(
      of(withTensorflow(machine('laptop-without-nvidia'), { isRocmBuild: true })).hardware,
    ).toBe('absent');
  });
  test('an Apple processor with and without its plugin', () => {
    expect(of(machine('healthy-mac-metal')).hardware).toBe('unknown');
    expect(of(machine('mac-without-metal')).hardware).toBe('absent');
  });
  test('an Intel GPU with and without its plugin', () => {
    expect(of(machine('intel-arc-card')).hardware).toBe('absent');
    const plugin = withDistribution(machine('intel-arc-card'), 'intel-extension-for-tensorflow');
    expect(of(plugin).hardware).toBe('unknown');
  });
});

test('no driver and no GPU: there is nothing to compute on', () => {
  expect(of(machine('laptop-without-nvidia'))).toMatchObject({
    hardware: 'absent',
    gpus: [],
    shared: false,
  });
});

type Packages = Observed<'packages'>;
type Build = NonNullable<NonNullable<Packages['tensorflow']>['build']>;
type Holder = NonNullable<Observed<'nvml'>['devices'][number]['holders']>[number];

/** The same machine with one answer changed. */
function changed(
  snapshot: Snapshot,
  name: 'packages' | 'nvml',
  change: (data: never) => unknown,
): Snapshot {
  const copy = structuredClone(snapshot);
  const answer = copy.observations[name];
  if (answer?.ok !== true) throw new Error(`no answer of ${name}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each caller names the probe whose shape it changes
  change(answer.data as never);
  return copy;
}

function withTensorflow(snapshot: Snapshot, build: Partial<Build>): Snapshot {
  return changed(snapshot, 'packages', ({ tensorflow }: Packages) => {
    if (tensorflow?.build) Object.assign(tensorflow.build, build);
  });
}

function withDistribution(snapshot: Snapshot, name: string): Snapshot {
  return changed(snapshot, 'packages', ({ distributions }: Packages) => {
    const rest = { version: '1', location: '/lib', userSite: false, installer: 'pip' };
    distributions.push({ name, ...rest });
  });
}

function withHolder(snapshot: Snapshot, holder: Partial<Holder>): Snapshot {
  return changed(snapshot, 'nvml', ({ devices }: Observed<'nvml'>) => {
    for (const one of devices[0]?.holders ?? []) Object.assign(one, holder);
  });
}
