import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { familyOf, isBad, isMissing, type Library } from '../facts/libraries.ts';
import { distributionsLike } from '../facts/tensorflow.ts';
import { majorOf } from '../knowledge/version.ts';
import { evidence } from './evidence.ts';
import type { Evidence } from './finding.ts';
import { reachedFolders, sitePackages } from '../remedies/library-path.ts';

/** Why one library that TensorFlow opens cannot be used. */
export type Fault =
  /** In a package of this environment, in a folder that TensorFlow does not search. */
  | 'path-bug'
  /** Found, but damaged or not permitted. */
  | 'broken'
  /** Needs a library of another CUDA. */
  | 'mixed'
  /** On the disk, where the loader does not look. */
  | 'not-on-path'
  /** Only CUDA 13 is here. */
  | 'cuda-13'
  /** Another version is here. */
  | 'other-version'
  | 'missing';

export interface LibraryFault {
  readonly library: Library;
  readonly fault: Fault;
  /** The file or version that shows it: where it lies, which other version there is. */
  readonly clue: string | null;
}

/** The faults of a list of libraries; sound ones are left out. */
export const faultsOf = (facts: Facts, libraries: readonly Library[] | undefined): LibraryFault[] =>
  (libraries ?? []).filter(isBad).map((library) => faultOf(facts, library));

function faultOf(facts: Facts, library: Library): LibraryFault {
  if (!isMissing(library)) {
    const dependency = library.why === 'dependency' ? library.dependency : null;
    const mixed = dependency !== null && otherMajor(facts, library, dependency);
    return { library, fault: mixed ? 'mixed' : 'broken', clue: dependency ?? library.error };
  }
  const inWheel = library.elsewhere.find(
    (path) => /[\\/]nvidia[\\/]\w+[\\/]lib/.test(path) && isHere(facts, path),
  );
  if (inWheel !== undefined && reachedFolders(facts) !== undefined) {
    return { library, fault: 'path-bug', clue: inWheel };
  }
  const elsewhere = library.elsewhere[0];
  if (elsewhere !== undefined) return { library, fault: 'not-on-path', clue: elsewhere };
  const other = otherVersion(facts, library);
  if (other === undefined) return { library, fault: 'missing', clue: null };
  return {
    library,
    fault: /\b13\b|\.so\.13|cu13/.test(other) ? 'cuda-13' : 'other-version',
    clue: other,
  };
}

const isHere = (facts: Facts, path: string): boolean =>
  path.startsWith(sitePackages(facts) ?? '\0');

/** A dependency of another CUDA than the library's: nvJitLink 12 under a TensorFlow built for CUDA 11. */
function otherMajor(facts: Facts, library: Library, dependency: string): boolean {
  if (!/^lib(cu|nv)/.test(dependency)) return false;
  const built = majorOf(valueOf(facts.tensorflow.builtCuda) ?? '');
  const needs = majorOf(/\.so\.(\d+)/.exec(dependency)?.[1] ?? '');
  return (
    built !== null &&
    needs !== null &&
    built !== needs &&
    familyOf(library.soname) !== familyOf(dependency)
  );
}

/** Whether a package is for another CUDA than this build, or a cuDNN of another major version than the one asked for. */
function ofOtherMajor(facts: Facts, library: Library, name: string, version: string): boolean {
  const built = majorOf(valueOf(facts.tensorflow.builtCuda) ?? '');
  // From CUDA 13 on the names have no number: `nvidia-cublas`.
  const made = majorOf(/-cu(\d+)$/.exec(name)?.[1] ?? '13');
  if (made !== null && built !== null && made !== built) return true;
  const asked = majorOf(/cudnn\.so\.(\d+)$/.exec(library.soname)?.[1] ?? '');
  return asked !== null && majorOf(version) !== asked;
}

/** The package that brings each library. One of another library says nothing of this one. */
const ofFamily: Readonly<Record<string, RegExp>> = {
  cudart: /^nvidia-cuda-runtime/,
  cublas: /^nvidia-cublas/,
  cublasLt: /^nvidia-cublas/,
  cufft: /^nvidia-cufft/,
  curand: /^nvidia-curand/,
  cusolver: /^nvidia-cusolver/,
  cusparse: /^nvidia-cusparse/,
  cudnn: /^nvidia-cudnn/,
};

/** Another version of the same library: in the loader's cache, in a toolkit, or as a package. */
function otherVersion(facts: Facts, library: Library): string | undefined {
  const family = familyOf(library.soname);
  const toolkits = valueOf(facts.libraries.toolkits);
  const cached = toolkits?.ldCache.find(
    (one) => familyOf(one.soname) === family && one.soname !== library.soname,
  );
  if (cached !== undefined) return cached.path;
  if (family === 'cudnn') {
    const found = toolkits?.cudnn[0];
    if (found !== undefined) return `${found.path} ${found.version ?? ''}`.trim();
  }
  // Of this library, else of CUDA as a whole: its runtime shows which CUDA is here.
  const other = [ofFamily[family], family === 'cudnn' ? undefined : /^nvidia-(cuda-runtime|cublas)/]
    .flatMap((name) => (name === undefined ? [] : distributionsLike(facts.tensorflow, name)))
    .find(({ name, version }) => ofOtherMajor(facts, library, name, version));
  if (other !== undefined) return `${other.name} ${other.version}`;
  const toolkit =
    family === 'cudnn' ? undefined : toolkits?.toolkits.find((one) => one.version !== null);
  return toolkit === undefined ? undefined : `${toolkit.path} (CUDA ${toolkit.version})`;
}

/** What was seen of faulty libraries, for the evidence; at most six. */
export const libraryEvidence = (faults: readonly LibraryFault[], source: string): Evidence[] =>
  faults.slice(0, 6).map(({ library, clue }) =>
    evidence(
      library.soname,
      [
        library.path === null ? 'not found' : library.path,
        // The loader's own words say no more than "not found".
        library.path === null && /No such file/u.test(library.error ?? '') ? null : library.error,
        clue === library.error ? null : clue,
      ]
        .filter((one) => one !== null && one !== '')
        .join('; '),
      source,
    ),
  );
