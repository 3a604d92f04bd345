import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Observed } from '../snapshot/observations/index.ts';
import { known, mapFact, unknown, valueOf, type Fact } from './fact.ts';
import { observed } from './observed.ts';
import { numbersOf } from '../knowledge/version.ts';

export type Os = 'linux' | 'windows' | 'mac';

export interface PlatformFacts {
  readonly os: Fact<Os>;
  /** `x86_64`, `arm64` (Apple's and Linux's name made one). */
  readonly machine: Fact<'x86_64' | 'arm64' | 'other'>;
  readonly osName: Fact<string>;
  /** `ubuntu`, `debian`, `fedora`, … for the right package manager. */
  readonly osId: Fact<string>;
  /** VERSION_ID of the distribution: `24.04`, `9.4`. */
  readonly osVersion: Fact<string>;
  /** The distributions that this one is made from: `ubuntu debian`. */
  readonly osLike: Fact<readonly string[]>;
  /** Whether the user may do everything without sudo. */
  readonly root: Fact<boolean>;
  /** `NVIDIA Jetson AGX Orin`; absent on other machines. */
  readonly jetson: Fact<string>;
  readonly kernel: Fact<string>;
  /** 1 or 2; absent outside WSL. */
  readonly wsl: Fact<number>;
  readonly wslLib: Fact<{ readonly exists: boolean; readonly libcuda: boolean }>;
  readonly cpuFeatures: Fact<readonly string[]>;
  readonly glibc: Fact<string>;
  readonly libstdcxx: Fact<{ readonly path: string; readonly newestGlibcxx: string | null }>;
  readonly secureBoot: Fact<boolean>;
  readonly shmMiB: Fact<number>;
  /** Whether this Python runs under Rosetta, translated for an Apple processor. Unknown where nothing says so. */
  readonly translated: Fact<boolean>;
}

export function readPlatform(snapshot: Snapshot): PlatformFacts {
  const system = observed(snapshot, 'system', 'operating system');
  const interpreter = observed(snapshot, 'interpreter', 'the interpreter');
  const of = <T>(pick: (data: Observed<'system'>) => T | null): Fact<T> => mapFact(system, pick);
  return {
    os: osOf(valueOf(interpreter)?.platform, valueOf(system)?.kernel),
    machine: mapFact(interpreter, ({ machine }) =>
      /^(x86_64|amd64)$/i.test(machine)
        ? 'x86_64'
        : /^(aarch64|arm64)$/i.test(machine)
          ? 'arm64'
          : 'other',
    ),
    osName: of((data) => data.osName),
    osId: of((data) => data.osId),
    osVersion: of((data) => data.osVersion ?? null),
    osLike: of((data) => data.osLike ?? null),
    root: of((data) => data.root ?? null),
    kernel: of((data) => data.kernel),
    wsl: of((data) => data.wsl),
    wslLib: of((data) => data.wslLibFolder),
    cpuFeatures: orUnknown(
      of((data) => data.cpuFeatures),
      'the processor could not be asked',
    ),
    glibc: of((data) => data.glibc),
    libstdcxx: of((data) => data.libstdcxx),
    secureBoot: orUnknown(
      of((data) => data.secureBoot),
      'Secure Boot could not be read',
    ),
    shmMiB: of((data) => data.shmMiB),
    // The device tree says it; on older snapshots the name of the kernel does.
    jetson: of((data) => data.jetson ?? (/tegra/.test(data.kernel) ? 'NVIDIA Jetson' : null)),
    translated: orUnknown(
      of((data) => data.translated ?? (/^(arm|apple)/i.test(data.processor ?? '') ? true : null)),
      'whether Rosetta translates this Python is not known',
    ),
  };
}

const orUnknown = <T>(fact: Fact<T>, reason: string): Fact<T> =>
  fact.state === 'absent' ? unknown(reason) : fact;

function osOf(platform: string | undefined, kernel: string | undefined): Fact<Os> {
  const name = platform ?? kernel;
  if (name === undefined) return unknown('the operating system was not asked');
  const source = platform === undefined ? 'operating system' : 'sys.platform';
  if (/^(win|cygwin|Windows)/i.test(name)) return known<Os>('windows', source);
  if (/^darwin/i.test(name)) return known<Os>('mac', source);
  return known<Os>('linux', source);
}

/** `3.11.7` → `3.11`. */
export const minorPython = (version: string): string => numbersOf(version).slice(0, 2).join('.');
