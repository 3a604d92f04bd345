import type { Observed } from '../snapshot/observations/index.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { absent, firstKnown, known, mapFact, unknown, valueOf, type Fact } from './fact.ts';
import { observed } from './observed.ts';

export type Distribution = Observed<'packages'>['distributions'][number];
/** torch or JAX of the same Python. */
export type OtherFramework = NonNullable<Observed<'packages'>['others']>[number];
type Installed = NonNullable<Observed<'packages'>['tensorflow']>;

export interface TensorFlowFacts {
  readonly packages: Fact<Observed<'packages'>>;
  /** What `import tensorflow` would take; absent when there is none. */
  readonly installed: Fact<Installed>;
  readonly version: Fact<string>;
  /** Distributions that each bring a `tensorflow` folder: tensorflow, tensorflow-cpu, tf-nightly … */
  readonly distributions: Fact<readonly Distribution[]>;
  /** Whether the build has CUDA in it. */
  readonly cudaBuild: Fact<boolean>;
  readonly rocmBuild: Fact<boolean>;
  /** CUDA version the wheel was built with; unknown from 2.22 on, whose build_info says nothing. */
  readonly builtCuda: Fact<string>;
  readonly builtCudnn: Fact<string>;
  /** GPU architectures in the wheel. */
  readonly kernels: Fact<readonly string[]>;
  /** Whether it came from conda. */
  readonly fromConda: Fact<boolean>;
}

/** Distributions that put a package named `tensorflow` in place. */
const providers =
  /^(tensorflow|tensorflow-cpu|tensorflow-gpu|tf-nightly|tf-nightly-cpu|tf-nightly-gpu|intel-tensorflow|intel-tensorflow-avx512|tensorflow-rocm|tensorflow-macos|tensorflow-cpu-aws|tensorflow-aarch64|tensorflow-intel|nvidia-tensorflow)$/;

export function readTensorFlow(snapshot: Snapshot): TensorFlowFacts {
  const packages = observed(snapshot, 'packages', 'installed packages');
  const installed = mapFact(packages, (data) => data.tensorflow);
  const build = mapFact(installed, (data) => data.build);
  const inBuild = 'build_info.py of TensorFlow';
  const live = snapshot.live;
  const liveBuild: Fact<Readonly<Record<string, unknown>>> =
    live?.build === undefined || live.build === null
      ? unknown('TensorFlow was not asked')
      : known(live.build, 'tf.sysconfig.get_build_info()');
  return {
    packages,
    installed,
    version: firstKnown(
      mapFact(installed, (data) => data.version),
      live?.tensorflow
        ? known(live.tensorflow, 'tf.__version__')
        : unknown('TensorFlow was not started'),
    ),
    distributions: mapFact(packages, (data) =>
      data.distributions.filter((one) => providers.test(one.name)),
    ),
    cudaBuild: firstKnown(
      orUnknown(
        mapFact(build, (data) => data.isCudaBuild),
        inBuild,
      ),
      typeof live?.builtWithCuda === 'boolean'
        ? known(live.builtWithCuda, 'tf.test.is_built_with_cuda()')
        : unknown('it is not known whether this build has CUDA'),
    ),
    rocmBuild: orUnknown(
      mapFact(build, (data) => data.isRocmBuild),
      inBuild,
    ),
    builtCuda: firstKnown(
      orUnknown(
        mapFact(build, (data) => plainVersion(data.cudaVersion)),
        inBuild,
      ),
      orUnknown(
        mapFact(liveBuild, (data) => plainVersion(textOf(data['cuda_version']))),
        '',
      ),
    ),
    builtCudnn: firstKnown(
      orUnknown(
        mapFact(build, (data) => plainVersion(data.cudnnVersion)),
        inBuild,
      ),
      orUnknown(
        mapFact(liveBuild, (data) => plainVersion(textOf(data['cudnn_version']))),
        '',
      ),
    ),
    kernels: orUnknown(
      mapFact(build, (data) => data.computeCapabilities),
      inBuild,
    ),
    fromConda: mapFact(packages, (data) => condaTensorFlow(data) !== undefined),
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Wheels for Windows write the versions as their DLLs have them: `64_112` is CUDA 11.2, `64_8` is cuDNN 8. */
function plainVersion(version: string | null): string | null {
  const digits = /^64_(\d+)$/.exec(version ?? '')?.[1];
  if (digits === undefined) return version;
  return digits.length === 1 ? digits : `${digits.slice(0, -1)}.${digits.slice(-1)}`;
}

/** A field that the file leaves out says nothing: unknown, not absent. */
const orUnknown = <T>(fact: Fact<T>, source: string): Fact<T> =>
  fact.state === 'absent' ? unknown(`${source || fact.source} does not say`) : fact;

/** conda's own record of TensorFlow, if conda installed it. */
export const condaTensorFlow = (packages: Observed<'packages'>) =>
  packages.conda.find((one) => /^tensorflow(-base|-gpu|-cpu)?$/.test(one.name));

/** An installed distribution by its name. */
export function distribution(facts: TensorFlowFacts, name: string): Fact<Distribution> {
  const packages = facts.packages;
  if (packages.state !== 'known') return packages;
  const found = packages.value.distributions.find((one) => one.name === name);
  return found === undefined
    ? absent('installed packages')
    : known(found, `package ${found.name} ${found.version}`);
}

/** Installed distributions whose name matches. */
export const distributionsLike = (facts: TensorFlowFacts, name: RegExp): readonly Distribution[] =>
  valueOf(facts.packages)?.distributions.filter((one) => name.test(one.name)) ?? [];
