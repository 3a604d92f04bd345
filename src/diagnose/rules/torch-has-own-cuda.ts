import { valueOf } from '../../facts/fact.ts';
import type { Facts } from '../../facts/facts.ts';
import { isBad } from '../../facts/libraries.ts';
import { distributionsLike, type OtherFramework } from '../../facts/tensorflow.ts';
import { majorOf } from '../../knowledge/version.ts';
import { evidence, seen } from '../evidence.ts';
import type { Evidence } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { wantedCuda } from '../wanted.ts';

/**
 * PyTorch or JAX of the same Python sees the GPU and TensorFlow does not: why both can be so. Said only where the
 * driver shows its GPU to this process and TensorFlow has a trouble of its own. Seen in files; neither is started.
 */
export const torchHasOwnCuda: Rule<'torch-has-own-cuda'> = {
  id: 'torch-has-own-cuda',
  link: 'tensorflow-build',
  check(input) {
    const { facts } = input;
    const other = (valueOf(facts.tensorflow.packages)?.others ?? []).find(
      (one) => one.cudaVersion !== null,
    );
    const driverWorks =
      valueOf(facts.driver.cuInit) === 0 && (valueOf(facts.driver.deviceCount) ?? 0) > 0;
    if (other === undefined || !driverWorks || !hasTrouble(facts)) return undefined;
    const wanted = wantedCuda(input);
    return {
      severity: 'info',
      summary: `${nameOf(other)} can use the GPU with the CUDA ${other.cudaVersion} that it brings; ${whyNot(facts, wanted)}`,
      evidence: [
        evidence(
          nameOf(other),
          `${other.version ?? ''} for CUDA ${other.cudaVersion}`.trim(),
          'installed packages',
        ),
        ...broughtBy(facts, other),
        ...seen('TensorFlow', facts.tensorflow.version),
        ...(wanted === undefined
          ? []
          : [evidence('CUDA that TensorFlow wants', wanted, 'build_info.py of TensorFlow')]),
      ],
      remedies: [],
    };
  },
};

const nameOf = ({ name }: OtherFramework): string => (name === 'torch' ? 'PyTorch' : 'JAX');

/** TensorFlow is here and lists no GPU, or fails on it; where it was not started: it is bound to. */
function hasTrouble(facts: Facts): boolean {
  if (facts.tensorflow.installed.state !== 'known') return false;
  if (facts.live.run.state === 'unknown') {
    return valueOf(facts.tensorflow.cudaBuild) === false || unusable(facts).length > 0;
  }
  const failed = (valueOf(facts.live.computations) ?? []).some((one) => one.result !== 'ok');
  return facts.live.listed.state !== 'known' || failed;
}

function whyNot(facts: Facts, wanted: string | undefined): string {
  if (valueOf(facts.tensorflow.cudaBuild) === false) {
    return 'this TensorFlow is a build without CUDA.';
  }
  const missing = unusable(facts);
  if (missing.length === 0) {
    return 'TensorFlow uses libraries and code of its own, so what fails in it need not fail there.';
  }
  const cuda = wanted === undefined ? 'its own CUDA' : `CUDA ${wanted}`;
  return `TensorFlow looks for the libraries of ${cuda} and cannot load ${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ' and others' : ''}.`;
}

const unusable = (facts: Facts): readonly string[] =>
  [...(valueOf(facts.libraries.needed) ?? []), ...(valueOf(facts.libraries.cudnn) ?? [])]
    .filter(isBad)
    .map((one) => one.soname);

/** The libraries inside its own folder; else the NVIDIA packages of its CUDA, which it asks pip for. */
function broughtBy(facts: Facts, { cudaVersion, libraries }: OtherFramework): Evidence[] {
  if (libraries.length > 0) {
    return [evidence('libraries that it brings', libraries.slice(0, 6).join(', '), 'torch/lib')];
  }
  const major = majorOf(cudaVersion ?? '');
  const packages = distributionsLike(
    facts.tensorflow,
    new RegExp(`^nvidia-(cudnn|cublas|cuda-runtime)(-cu${major})?$`),
  );
  return packages.length === 0
    ? []
    : [
        evidence(
          'packages that it loads its libraries from',
          packages.map((one) => `${one.name} ${one.version}`).join(', '),
          'installed packages',
        ),
      ];
}
