import { mapFact, type Fact } from './fact.ts';
import type { Library, LibraryFacts } from './libraries.ts';

export interface CudnnFacts {
  /** The main library, which TensorFlow opens: `libcudnn.so.9`. */
  readonly main: Fact<Library>;
  /** Its version as it says itself: `9.3.0`. */
  readonly version: Fact<string>;
  /** Parts that the main library opens: ops, cnn, graph, engines … */
  readonly parts: Fact<readonly Library[]>;
}

export function readCudnn(libraries: LibraryFacts): CudnnFacts {
  const main = mapFact(libraries.cudnn, (all) =>
    all.find((one) => /^(libcudnn\.so|cudnn64_)/.test(one.soname)),
  );
  return {
    main,
    version: mapFact(main, (one) => (one.version === null ? null : cudnnText(one.version))),
    parts: mapFact(libraries.cudnn, (all) =>
      all.filter((one) => !/^(libcudnn\.so|cudnn64_)/.test(one.soname)),
    ),
  };
}

/** cudnnGetVersion gives 8907 or 90300; a file name gives `9.3.0`. Both become `9.3.0`. */
export function cudnnText(version: string): string {
  if (!/^\d{4,6}$/.test(version)) return version;
  const number = Number(version);
  const major = number >= 10_000 ? Math.floor(number / 10_000) : Math.floor(number / 1000);
  const rest = number >= 10_000 ? number % 10_000 : number % 1000;
  return `${major}.${Math.floor(rest / 100)}.${rest % 100}`;
}
