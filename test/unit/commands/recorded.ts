import type {
  Observations,
  Observed,
  ProbeName,
} from '../../../src/snapshot/observations/index.ts';
import type { Snapshot } from '../../../src/snapshot/snapshot.ts';

const answered = <T>(data: T) => ({ ok: true, ms: 1, data }) as const;

const card = {
  index: 0,
  name: 'NVIDIA GeForce RTX 3060',
  uuid: 'GPU-1',
  busId: '0000:01:00.0',
  computeCapability: '8.6',
};

const library = (soname: string, version: string) => ({
  soname,
  path: `/venv/lib/${soname}`,
  loads: true,
  error: null,
  why: null,
  dependency: null,
  version,
  versionSource: 'function' as const,
  elsewhere: [],
});

/** Probes of the machine below. */
type Recorded =
  'interpreter' | 'environment' | 'pci' | 'cuda-driver' | 'packages' | 'cuda-libraries';

type Answered = {
  readonly [Name in Recorded]: {
    readonly ok: true;
    readonly ms: number;
    readonly data: Observed<Name>;
  };
};

/** A machine where everything fits: driver 550 with CUDA 12.4 under a TensorFlow that was built with 12.5. */
export const observations: Answered = {
  interpreter: answered({
    executable: '/venv/bin/python',
    version: '3.11.7',
    implementation: 'cpython',
    bits: 64,
    prefix: '/venv',
    basePrefix: '/usr',
    kind: 'venv',
    platform: 'linux',
    machine: 'x86_64',
    userSite: null,
    userSiteEnabled: false,
    rpath: null,
  }),
  environment: answered({ variables: {} }),
  pci: answered({
    readable: true,
    count: 9,
    devices: [
      {
        address: '0000:01:00.0',
        vendor: '0x10de',
        device: '0x2504',
        class: '0x030000',
        driver: 'nvidia',
        powerState: 'D0',
      },
    ],
  }),
  'cuda-driver': answered({
    path: '/usr/lib/libcuda.so.550.54.14',
    loadError: null,
    others: [],
    fileVersion: '550.54.14',
    driverApiVersion: 12_040,
    lab: false,
    masked: {
      cuInit: 0,
      deviceCount: 1,
      devices: [{ ...card, memoryMiB: 12_288, multiprocessors: 28, computeMode: 0 }],
    },
    unmasked: null,
  }),
  packages: answered({
    distributions: [],
    broken: [],
    conda: [],
    tensorflow: {
      path: '/venv/lib/python3.11/site-packages/tensorflow',
      version: '2.21.0',
      build: {
        isCudaBuild: true,
        isRocmBuild: false,
        cudaVersion: '12.5.1',
        cudnnVersion: '9',
        computeCapabilities: ['sm_60', 'sm_70', 'sm_80', 'sm_89', 'compute_90'],
        other: {},
      },
      framework: null,
      sonames: [],
      andCuda: [],
      requiresPython: null,
      shadowedBy: null,
    },
  }),
  'cuda-libraries': answered({
    method: 'loader',
    searchList: [],
    libraries: [library('libcudart.so.12', '12.5'), library('libcudnn.so.9', '9.3.0')],
    tools: [],
  }),
};

/** That machine as a snapshot, with some answers exchanged. */
export function recorded(changes: Observations = {}): Snapshot {
  return {
    schema: 'tf-gpu-doctor/snapshot',
    version: 1,
    collectedAt: '2026-11-21T00:00:00Z',
    redacted: true,
    target: {
      python: '/venv/bin/python',
      chosenBecause: '--python',
      practice: false,
      host: 'local',
    },
    observations: { ...observations, ...changes },
  };
}

/** An answer of a probe, changed in its fields. */
export function changed<Name extends Recorded & ProbeName>(
  name: Name,
  fields: Partial<Observed<Name>>,
): Observations {
  const before = observations[name];
  return { [name]: { ...before, data: { ...before.data, ...fields } } };
}
