import type { Observed } from '../snapshot/observations/index.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { ContainerFacts } from './container.ts';
import type { DriverFacts } from './driver.ts';
import type { EnvironmentFacts } from './environment.ts';
import { absent, known, mapFact, unknown, valueOf, type Fact } from './fact.ts';
import { observed } from './observed.ts';
import type { PlatformFacts } from './platform.ts';

export type PciDevice = Observed<'pci'>['devices'][number];

/** One NVIDIA GPU, with what could be learned of it; null where nothing says so. */
export interface Gpu {
  readonly name: string | null;
  readonly uuid: string | null;
  readonly busId: string | null;
  readonly capability: string | null;
  readonly memoryMiB: number | null;
  readonly multiprocessors: number | null;
}

export interface GpuFacts {
  /**
   * The NVIDIA GPUs of this machine, without regard to any mask. Absent only where the hardware could really be looked at:
   * in a container an empty listing, and under WSL any listing, proves nothing and gives unknown.
   */
  readonly present: Fact<readonly Gpu[]>;
  /**
   * Those of them that a process started here may see. Absent when a variable hides them all; unknown when a variable
   * is set and it is not known which GPUs it lets through. Rules about GPUs look at these.
   */
  readonly visible: Fact<readonly Gpu[]>;
  /** Whether a GPU was seen, or something shows that one is meant to be here. Where neither is so, nothing is blamed. */
  readonly expected: boolean;
  /**
   * Settings that take the NVIDIA GPU off the bus or keep its module out, on a machine whose driver is installed and
   * whose bus shows no NVIDIA GPU; absent otherwise. Such a machine is not one without a GPU.
   */
  readonly removedBy: Fact<readonly { readonly path: string; readonly line: string }[]>;
  /** NVIDIA devices in the PCI listing. */
  readonly pci: Fact<readonly PciDevice[]>;
  /**
   * The kind of GPU of another maker that this TensorFlow is made for; absent where it is made for NVIDIA's or for none.
   * Whether it finds one only it can say.
   */
  readonly otherKind: Fact<'Apple' | 'AMD' | 'Intel'>;
  /** AMD and Intel devices that could compute: AMD display devices, Intel's separate GPUs. */
  readonly others: Fact<readonly PciDevice[]>;
}

export function readGpus(
  snapshot: Snapshot,
  platform: PlatformFacts,
  environment: EnvironmentFacts,
  container: ContainerFacts,
  driver: DriverFacts,
): GpuFacts {
  const listing = readListing(snapshot, platform);
  const pci = mapFact(listing, (all) => nonEmpty(all.filter(isNvidiaGpu)));
  const removedBy = removalsOf(driver, pci);
  const present =
    removedBy.state === 'known'
      ? unknown('a setting takes the NVIDIA GPU off the bus')
      : presentGpus(snapshot, platform, driver, pci);
  return {
    present,
    visible: visibleGpus(present, environment, driver),
    expected:
      container.wantsGpu ||
      [present, driver.hangs, driver.kernelModule, driver.cuda, driver.smi].some(
        (fact) => fact.state === 'known',
      ),
    removedBy,
    pci,
    otherKind: otherKindOf(snapshot, platform),
    others: mapFact(listing, (all) => nonEmpty(all.filter(isOtherGpu))),
  };
}

const nonEmpty = <T>(list: readonly T[]): readonly T[] | undefined =>
  list.length > 0 ? list : undefined;

/** All display and accelerator devices; unknown where an empty or partial listing proves nothing. */
function readListing(snapshot: Snapshot, platform: PlatformFacts): Fact<readonly PciDevice[]> {
  const source = 'PCI devices (/sys/bus/pci)';
  const pci = observed(snapshot, 'pci', source);
  if (platform.os.state === 'known' && platform.os.value === 'mac') return absent('macOS');
  if (pci.state !== 'known') return pci;
  const { readable, count, devices } = pci.value;
  if (devices.some(isNvidiaGpu)) return known(devices, source);
  if (!readable || count === 0) return unknown('the PCI listing is not visible here');
  // A container is shown the host's PCI devices (sysfs has no namespaces), so a listing with devices counts there too.
  if (platform.wsl.state === 'known') return unknown('WSL shows no GPUs in its PCI listing');
  return known(devices, source);
}

const isNvidiaGpu = (device: PciDevice): boolean =>
  device.vendor === '0x10de' && /^0x(03|12)/.test(device.class);

/** Intel's separate GPUs: Arc (56xx, e2xx), Data Center GPU Max and Flex (0bdx, 56cx). */
const isOtherGpu = (device: PciDevice): boolean =>
  (device.vendor === '0x1002' && /^0x(03|12)/.test(device.class)) ||
  (device.vendor === '0x8086' &&
    /^0x(03|12)/.test(device.class) &&
    /^0x(56|e2|0bd)/.test(device.device));

function presentGpus(
  snapshot: Snapshot,
  platform: PlatformFacts,
  driver: DriverFacts,
  pci: Fact<readonly PciDevice[]>,
): Fact<readonly Gpu[]> {
  const asked = mapFact(driver.cuda, ({ masked, unmasked }) =>
    nonEmpty(
      [...(unmasked?.devices ?? []), ...masked.devices]
        .filter((one, index, all) => all.findIndex((other) => other.index === one.index) === index)
        .map((one) => ({ ...blank, ...one, capability: one.computeCapability })),
    ),
  );
  const managed = mapFact(driver.nvml, ({ devices }) =>
    nonEmpty(
      devices.map((one) => ({
        ...blank,
        name: one.name,
        uuid: one.uuid,
        busId: one.busId,
        capability: one.computeCapability,
        memoryMiB: one.memoryTotalMiB,
      })),
    ),
  );
  const printed = mapFact(driver.smi, ({ report }) =>
    nonEmpty(
      report.gpus.map((one) => ({
        ...blank,
        name: one.name,
        busId: one.busId,
        memoryMiB: one.memoryTotalMiB,
      })),
    ),
  );
  const filed = mapFact(driver.files, ({ gpus }) =>
    nonEmpty(gpus.map((one) => ({ ...blank, name: one.model, busId: one.address }))),
  );
  const listed = mapFact(pci, (devices) =>
    devices.map((one) => ({ ...blank, busId: one.address })),
  );
  const seen = [asked, managed, printed, filed, listed].find((fact) => fact.state === 'known');
  if (seen !== undefined) return seen;
  if (driver.lab) return known([blank], 'the practice driver of the lab');
  // TensorFlow calls the GPUs of other makers GPU as well.
  if (snapshot.live?.physicalGpus?.length && snapshot.live.builtWithCuda === true) {
    return known(
      snapshot.live.physicalGpus.map((one) => ({
        ...blank,
        name: one.model,
        capability: one.computeCapability,
      })),
      'TensorFlow',
    );
  }
  if (driver.hangs.state === 'known' || driver.slow.state === 'known') {
    return unknown('the NVIDIA driver does not answer');
  }
  // The GPU inside an NVIDIA processor (Jetson, DGX Spark) is on no PCI bus.
  if (platform.jetson.state === 'known') {
    return known([{ ...blank, name: platform.jetson.value }], platform.jetson.source);
  }
  if (driver.kernelModule.state === 'known' && pci.state === 'absent') {
    return unknown(
      'the kernel module of the NVIDIA driver runs, and no NVIDIA GPU is on the PCI bus',
    );
  }
  return pci.state === 'absent' ? pci : unknown(reasonOf(pci));
}

/** Integrated mode of a laptop: a udev rule removes the device, or modprobe is told to leave its module out. */
function removalsOf(
  { cuda, files, kernelModule }: DriverFacts,
  pci: Fact<readonly PciDevice[]>,
): GpuFacts['removedBy'] {
  if (pci.state !== 'absent' || kernelModule.state !== 'absent' || cuda.state !== 'known') {
    return absent('settings of this system');
  }
  return mapFact(files, ({ blacklisted, udevRemovals }) =>
    nonEmpty([
      ...(udevRemovals ?? []),
      ...blacklisted.filter(({ line }) => /^\s*(?:blacklist|install)\s+nvidia\b/.test(line)),
    ]),
  );
}

/** Seen by the build and the plugins of this TensorFlow. */
function otherKindOf(snapshot: Snapshot, platform: PlatformFacts): GpuFacts['otherKind'] {
  return mapFact(
    observed(snapshot, 'packages', 'installed packages'),
    ({ distributions, tensorflow }) => {
      const has = (name: string) => distributions.some((one) => one.name === name);
      if (valueOf(platform.os) === 'mac') {
        return valueOf(platform.machine) === 'arm64' && has('tensorflow-metal') ? 'Apple' : null;
      }
      if (tensorflow?.build?.isRocmBuild === true || has('tensorflow-rocm')) return 'AMD';
      return has('intel-extension-for-tensorflow') ? 'Intel' : null;
    },
  );
}

/** What libcuda shows under the variables as they are; without a variable that hides GPUs, all of them. */
function visibleGpus(
  present: Fact<readonly Gpu[]>,
  { mask }: EnvironmentFacts,
  { cuda }: DriverFacts,
): Fact<readonly Gpu[]> {
  if (mask.state === 'absent' || present.state !== 'known') return present;
  const without = valueOf(cuda)?.unmasked;
  if (cuda.state !== 'known' || without === undefined) {
    return unknown('libcuda was not asked which GPUs the variable lets through');
  }
  const { masked } = cuda.value;
  // Where the driver answers no process, the variable is not the reason.
  if (without !== null && without.cuInit !== 0) return present;
  if (masked.cuInit !== 0 || masked.deviceCount === 0) return absent(cuda.source);
  if (masked.devices.length > 0) {
    return known(
      masked.devices.map((one) => ({ ...blank, ...one, capability: one.computeCapability })),
      cuda.source,
    );
  }
  return masked.deviceCount === present.value.length
    ? present
    : unknown('libcuda did not say which GPUs the variable lets through');
}

const reasonOf = (fact: Fact<unknown>): string => (fact.state === 'unknown' ? fact.reason : '');

const blank: Gpu = {
  name: null,
  uuid: null,
  busId: null,
  capability: null,
  memoryMiB: null,
  multiprocessors: null,
};
