/** Operating systems, as `--os` names them. */
export const systems = ['linux', 'wsl2', 'windows', 'macos'] as const;
export type System = (typeof systems)[number];

/** What installs the packages, as `--manager` names it. */
export const managers = ['pip', 'uv', 'conda', 'docker'] as const;
export type PackageManager = (typeof managers)[number];

/** The GPU that a plan is for. `any` is an NVIDIA GPU of which nothing else was said. */
export type WishedGpu =
  | {
      readonly kind: 'nvidia';
      readonly name: string;
      /** Compute capability: `8.9`. */
      readonly capability: string;
      /** The last branch of the driver that runs it (580); null while every new one does. */
      readonly lastDriver: number | null;
    }
  | { readonly kind: 'apple' | 'other' | 'none' | 'any'; readonly name: string | null };

/** The machine that a plan is for, described or found, and what was asked of the plan. */
export interface Wish {
  readonly system: System;
  readonly machine: 'x86_64' | 'arm64';
  readonly gpu: WishedGpu;
  /** Version of the NVIDIA driver, of Windows' own under WSL2; null when nobody said. */
  readonly driver: string | null;
  /** `3.12`; null when any will do. */
  readonly python: string | null;
  /** Whether that Python was asked for; else it is only there, and another one may be taken. */
  readonly pythonAsked: boolean;
  /** The release (`2.15`) or version (`2.15.1`) that was asked for; null for the newest that works. */
  readonly tensorflow: string | null;
  readonly manager: PackageManager;
  readonly managerAsked: boolean;
}

/** A Jetson: its GPU is reached by NVIDIA's JetPack only. */
export const isJetson = ({ gpu }: Wish): boolean => /jetson/iu.test(gpu.name ?? '');
