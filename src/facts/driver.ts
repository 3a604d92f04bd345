import type { Observed } from '../snapshot/observations/index.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { absent, firstKnown, known, mapFact, unknown, valueOf, type Fact } from './fact.ts';
import { observed } from './observed.ts';
import type { PlatformFacts } from './platform.ts';
import { parseSmi, type SmiReport } from './smi.ts';

export interface SmiFact {
  readonly report: SmiReport;
  readonly exitCode: number | null;
  readonly timedOut: boolean;
}

export interface DriverFacts {
  /** What the kernel driver shows as files; unknown where there are no such files (Windows, macOS). */
  readonly files: Fact<Observed<'driver-files'>>;
  /** Version of the loaded kernel module; absent when none is loaded; unknown under WSL, which has none. */
  readonly kernelModule: Fact<string>;
  readonly modules: Fact<readonly string[]>;
  /** libcuda was asked. Absent when it could not be loaded. */
  readonly cuda: Fact<Observed<'cuda-driver'>>;
  /** Why libcuda could not be loaded, in the loader's words. */
  readonly libcudaError: Fact<string>;
  /** The libcuda file that is really used. */
  readonly libcuda: Fact<string>;
  /** Return code of cuInit under the environment as it is. */
  readonly cuInit: Fact<number>;
  /** Return code of cuInit without the visibility variables; the same as `cuInit` where none is set. */
  readonly cuInitUnmasked: Fact<number>;
  /** Number of CUDA devices under the environment as it is. */
  readonly deviceCount: Fact<number>;
  /** NVML was loaded. Absent when libnvidia-ml could not be loaded. */
  readonly nvml: Fact<Observed<'nvml'>>;
  readonly nvmlError: Fact<string>;
  /** nvidia-smi was run. Absent when there is no such program. */
  readonly smi: Fact<SmiFact>;
  /** Version of the driver: `550.54.14`. */
  readonly version: Fact<string>;
  /** Highest CUDA that the driver supports: `12.4`. */
  readonly supportedCuda: Fact<string>;
  /** Files named libcuda.so.1 that the loader does not take. */
  readonly otherLibcuda: Fact<readonly string[]>;
  /**
   * The part of the driver that hangs: it survived being killed, or nvidia-smi alone gives no answer. Absent when
   * every part that was asked answered.
   */
  readonly hangs: Fact<string>;
  /** Seconds that libcuda took to start and answer. Unknown where it did not. */
  readonly startSeconds: Fact<number>;
  /** The part that did not answer within its time limit and could be ended: slow, or not yet awake. */
  readonly slow: Fact<string>;
  /** What the kernel driver wrote to the kernel's log: `NVRM: …`. Unknown where it may not be read. */
  readonly kernelMessages: Fact<readonly string[]>;
  /** Xid reports in the kernel's log since the driver started. */
  readonly xids: Fact<readonly number[]>;
  /** Whether the driver is the lab's practice driver. */
  readonly lab: boolean;
}

export function readDriver(snapshot: Snapshot, platform: PlatformFacts): DriverFacts {
  const files = observed(snapshot, 'driver-files', '/proc/driver/nvidia');
  const asked = observed(snapshot, 'cuda-driver', 'libcuda');
  const cuda = mapFact(asked, (data) => (data.path === null ? null : data));
  const managed = observed(snapshot, 'nvml', 'NVML (libnvidia-ml)');
  const nvml = mapFact(managed, (data) => (data.path === null ? null : data));
  const smi = readSmi(snapshot);
  return {
    files,
    kernelModule: moduleOf(files, platform),
    modules: fromModules(mapFact(files, (data) => data.modules)),
    cuda,
    libcudaError: mapFact(asked, (data) => data.loadError),
    libcuda: mapFact(cuda, (data) => data.path),
    cuInit: mapFact(cuda, (data) => data.masked.cuInit),
    cuInitUnmasked: mapFact(cuda, (data) => (data.unmasked ?? data.masked).cuInit),
    deviceCount: mapFact(cuda, (data) => data.masked.deviceCount),
    nvml,
    nvmlError: mapFact(managed, (data) => data.loadError),
    smi,
    version: firstKnown(
      mapFact(nvml, (data) => data.driverVersion),
      mapFact(files, (data) => data.kernelModuleVersion),
      mapFact(smi, ({ report }) => report.driverVersion),
      mapFact(cuda, (data) => data.fileVersion),
    ),
    supportedCuda: firstKnown(
      mapFact(cuda, (data) => cudaText(data.driverApiVersion)),
      mapFact(nvml, (data) => data.cudaVersion),
      mapFact(smi, ({ report }) => report.cudaVersion),
    ),
    otherLibcuda: mapFact(asked, ({ others }) => {
      const found = valueOf(files)?.libcuda?.filter((one) => !one.onLoaderPath) ?? [];
      const paths = [...new Set([...found.map((one) => one.path), ...others])];
      return paths.length > 0 ? paths : null;
    }),
    hangs: hangsOf(snapshot),
    startSeconds: startOf(snapshot),
    slow: slowOf(snapshot),
    kernelMessages: unreadable(
      mapFact(files, (data) => data.kernelMessages),
      (data) => data.kernelMessagesSource ?? "the kernel's log",
      files,
    ),
    xids: mapFact(files, (data) => data.xids?.map((one) => one.code)),
    lab: valueOf(cuda)?.lab ?? false,
  };
}

/** The probe reads them from another file than the version. */
const fromModules = <T>(fact: Fact<T>): Fact<T> =>
  fact.state === 'known' ? known(fact.value, '/proc/modules') : fact;

/** 12040 → `12.4`. */
const cudaText = (version: number | null): string | null =>
  version === null || version <= 0
    ? null
    : `${Math.floor(version / 1000)}.${Math.floor((version % 1000) / 10)}`;

function moduleOf(files: Fact<Observed<'driver-files'>>, platform: PlatformFacts): Fact<string> {
  if (platform.wsl.state === 'known') return unknown('WSL uses the driver of Windows');
  if (valueOf(platform.os) !== 'linux')
    return unknown('only Linux shows its kernel modules as files');
  return mapFact(files, (data) => data.kernelModuleVersion ?? data.procVersion);
}

function readSmi(snapshot: Snapshot): Fact<SmiFact> {
  return mapFact(observed(snapshot, 'nvidia-smi', 'nvidia-smi'), (data) =>
    data.path === null
      ? null
      : {
          report: parseSmi(`${data.stdout}\n${data.stderr}`),
          exitCode: data.exitCode,
          timedOut: data.timedOut,
        },
  );
}

const parts = { 'cuda-driver': 'libcuda', nvml: 'NVML', 'nvidia-smi': 'nvidia-smi' } as const;

/** A probe that could not even be killed waits inside the driver. One that was killed in time was only slow. */
function hangsOf({ observations: asked }: Snapshot): Fact<string> {
  for (const name of ['cuda-driver', 'nvml', 'nvidia-smi'] as const) {
    const observation = asked[name];
    if (observation?.ok === false && /driver-hangs/.test(observation.reason)) {
      return known(parts[name], `the probe ${name}`);
    }
  }
  return asked['cuda-driver'] === undefined
    ? unknown('the driver was not asked')
    : absent('the driver');
}

function startOf({ observations: asked }: Snapshot): Fact<number> {
  const observation = asked['cuda-driver'];
  return observation?.ok === true
    ? known(Math.round(observation.ms / 1000), 'libcuda')
    : unknown('libcuda did not answer');
}

function slowOf({ observations: asked }: Snapshot): Fact<string> {
  for (const name of ['cuda-driver', 'nvml'] as const) {
    const observation = asked[name];
    if (observation?.ok === false && /timeout/.test(observation.reason)) {
      return known(parts[name], `the probe ${name}`);
    }
  }
  const smi = asked['nvidia-smi'];
  const late = smi?.ok === true ? smi.data.timedOut : /timeout/.test(smi?.reason ?? '');
  if (late) return known('nvidia-smi', 'nvidia-smi');
  return asked['cuda-driver'] === undefined
    ? unknown('the driver was not asked')
    : absent('the driver');
}

/** Kernel messages that may not be read are unknown; the source is where they were read. */
function unreadable(
  messages: Fact<readonly string[]>,
  source: (data: Observed<'driver-files'>) => string,
  files: Fact<Observed<'driver-files'>>,
): Fact<readonly string[]> {
  if (messages.state === 'absent') return unknown("the kernel's log may not be read here");
  return messages.state === 'known' && files.state === 'known'
    ? known(messages.value, source(files.value))
    : messages;
}
