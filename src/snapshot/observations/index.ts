import type * as v from 'valibot';
import { cudaDriver } from './cuda-driver.ts';
import { cudaLibraries } from './cuda-libraries.ts';
import { driverFiles } from './driver-files.ts';
import { environment } from './environment.ts';
import { interpreter } from './interpreter.ts';
import { nvidiaSmi } from './nvidia-smi.ts';
import { nvml } from './nvml.ts';
import { packages } from './packages.ts';
import { pci } from './pci.ts';
import { pythons } from './pythons.ts';
import { system } from './system.ts';
import { toolkits } from './toolkits.ts';

/** The shape of every probe's answer, by the probe's name, which is also its file's: `src/collect/probes/`. */
export const observations = {
  interpreter,
  system,
  environment,
  pci,
  'driver-files': driverFiles,
  nvml,
  'nvidia-smi': nvidiaSmi,
  'cuda-driver': cudaDriver,
  packages,
  'cuda-libraries': cudaLibraries,
  toolkits,
  pythons,
} as const;

export type ProbeName = keyof typeof observations;
export type Observed<Name extends ProbeName> = v.InferOutput<(typeof observations)[Name]>;

/** One probe's answer, its shape checked: or why there is none. */
export type Observation<Name extends ProbeName> =
  | { readonly ok: true; readonly ms: number; readonly data: Observed<Name> }
  | { readonly ok: false; readonly ms: number; readonly reason: string; readonly detail: string };

/** All answers of one machine. A probe that was not run is not there. */
export type Observations = { readonly [Name in ProbeName]?: Observation<Name> };
