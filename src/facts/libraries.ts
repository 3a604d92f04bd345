import type { Observed } from '../snapshot/observations/index.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { mapFact, type Fact } from './fact.ts';
import { observed } from './observed.ts';

export type Library = Observed<'cuda-libraries'>['libraries'][number];
export type Tool = Observed<'cuda-libraries'>['tools'][number];

export interface LibraryFacts {
  readonly probe: Fact<Observed<'cuda-libraries'>>;
  /** CUDA libraries without which TensorFlow registers no GPU, cuDNN apart. */
  readonly needed: Fact<readonly Library[]>;
  /** cuDNN and its parts. */
  readonly cudnn: Fact<readonly Library[]>;
  /** Opened only when first needed: CUPTI, NCCL, NVRTC, nvJitLink. */
  readonly later: Fact<readonly Library[]>;
  readonly searchList: Fact<readonly string[]>;
  readonly tools: Fact<readonly Tool[]>;
  readonly toolkits: Fact<Observed<'toolkits'>>;
}

const lazily = /^(lib)?(cupti|nccl|nvrtc|nvJitLink|nvjitlink|nvshmem|curand)/;

export function readLibraries(snapshot: Snapshot): LibraryFacts {
  const probe = observed(snapshot, 'cuda-libraries', 'the dynamic loader');
  const where = (keep: (soname: string) => boolean) =>
    mapFact(probe, (data) => data.libraries.filter((one) => keep(one.soname)));
  return {
    probe,
    needed: where((name) => !isCudnn(name) && !lazily.test(name) && !isDriver(name)),
    cudnn: where(isCudnn),
    later: where((name) => lazily.test(name)),
    searchList: mapFact(probe, (data) => data.searchList),
    tools: mapFact(probe, (data) => data.tools),
    toolkits: observed(snapshot, 'toolkits', 'CUDA toolkits on the disk'),
  };
}

const isCudnn = (soname: string): boolean => /^(lib)?cudnn/.test(soname);
const isDriver = (soname: string): boolean =>
  /^(libcuda\.so|nvcuda\.dll|libnvidia-ml)/.test(soname);

/** `libcudart.so.12` → `cudart`; `cudart64_110.dll` → `cudart`. */
export const familyOf = (soname: string): string =>
  soname
    .replace(/^lib/, '')
    .replace(/(64_\d+)?\.(so|dll).*$/, '')
    .replace(/64_\d+$/, '');

/** Whether a library was looked for and cannot be used. One that took too long to load says nothing: the disk is slow. */
export const isBad = (library: Library): boolean =>
  library.path === null || (library.loads === false && library.why !== 'timeout');

/** Not found anywhere, as against found and damaged. */
export const isMissing = (library: Library): boolean =>
  isBad(library) && (library.why === 'missing' || (library.path === null && library.why === null));
