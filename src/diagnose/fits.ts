import { valueOf, type Fact } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { isBad } from '../facts/libraries.ts';
import { minorPython } from '../facts/platform.ts';
import {
  compareVersions,
  cudnnFor,
  driverRuns,
  majorOf,
  pythonFor,
  type Knowledge,
} from '../knowledge/index.ts';

/** Whether two parts go together. */
export interface Fit {
  readonly parts: readonly [string, string];
  readonly fits: 'yes' | 'no' | 'unknown';
  readonly because: string;
}

/** The pairs that have to go together, from the driver up. */
export function fitsOf(facts: Facts, knowledge: Knowledge): Fit[] {
  return [
    driverAndCuda(facts),
    cudaAndLibraries(facts),
    cudnnAndBuild(facts, knowledge),
    pythonAndTensorFlow(facts, knowledge),
  ];
}

function driverAndCuda({ driver, tensorflow }: Facts): Fit {
  const parts = ['driver', 'CUDA of TensorFlow'] as const;
  const supported = driver.supportedCuda;
  if (supported.state !== 'known') return open(parts, 'there is no driver to compare with');
  const wanted = tensorflow.builtCuda;
  if (wanted.state !== 'known')
    return open(parts, why(wanted, 'TensorFlow was built without CUDA'));
  const sentence = `the driver supports CUDA up to ${supported.value}, TensorFlow was built with ${wanted.value}`;
  const runs = driverRuns(supported.value, wanted.value);
  if (runs === 'no') return { parts, fits: 'no', because: sentence };
  const minor = '; the same major version is enough (minor-version compatibility)';
  return { parts, fits: 'yes', because: sentence + (runs === 'minor' ? minor : '') };
}

function cudaAndLibraries({ gpus, libraries, tensorflow }: Facts): Fit {
  const noGpu = gpus.cards.state === 'absent';
  const parts = ['TensorFlow', 'CUDA libraries'] as const;
  if (tensorflow.installed.state === 'absent') return open(parts, 'TensorFlow is not installed');
  const needed = libraries.needed;
  if (needed.state !== 'known') return open(parts, why(needed, 'it opens none'));
  if (needed.value.length === 0) return open(parts, 'this TensorFlow names no CUDA library');
  const bad = needed.value.filter(isBad).map((one) => one.soname);
  if (bad.length > 0 && noGpu) return open(parts, withoutGpu);
  if (bad.length > 0) return { parts, fits: 'no', because: `it cannot load ${bad.join(', ')}` };
  const unsure = needed.value.some((one) => one.loads === null);
  if (unsure) return open(parts, 'not every library could be tried');
  return { parts, fits: 'yes', because: 'it loads every library that it asks for' };
}

function cudnnAndBuild({ cudnn, gpus, tensorflow }: Facts, knowledge: Knowledge): Fit {
  const parts = ['TensorFlow', 'cuDNN'] as const;
  const loaded = cudnn.version;
  if (cudnn.main.state === 'known' && isBad(cudnn.main.value)) {
    if (gpus.cards.state === 'absent') return open(parts, withoutGpu);
    return { parts, fits: 'no', because: `it cannot load ${cudnn.main.value.soname}` };
  }
  if (loaded.state !== 'known') return open(parts, why(loaded, 'no cuDNN was found'));
  const version = valueOf(tensorflow.version);
  const tested = version === undefined ? undefined : cudnnFor(knowledge, version);
  const wanted = valueOf(tensorflow.builtCudnn);
  // The wheel records the major version only; the tested one says how new within it.
  const best = [wanted, tested]
    .filter((one) => one !== undefined)
    .toSorted(compareVersions)
    .at(-1);
  if (best === undefined)
    return open(parts, 'it is not known which cuDNN this TensorFlow was built with');
  const sentence = `cuDNN ${loaded.value} is found, TensorFlow was made for ${best}`;
  const fits = majorOf(loaded.value) === majorOf(best) && compareVersions(loaded.value, best) >= 0;
  return { parts, fits: fits ? 'yes' : 'no', because: sentence };
}

function pythonAndTensorFlow({ python, tensorflow }: Facts, knowledge: Knowledge): Fit {
  const parts = ['Python', 'TensorFlow'] as const;
  const version = valueOf(tensorflow.version);
  if (version === undefined) return open(parts, 'TensorFlow is not installed');
  const minor = minorPython(valueOf(python.version) ?? '');
  const made = pythonFor(knowledge, version);
  if (minor === '' || made === undefined)
    return open(parts, `TensorFlow ${version} is not in the tables`);
  const list = made.join(', ');
  return made.includes(minor)
    ? { parts, fits: 'yes', because: `TensorFlow ${version} is made for Python ${list}` }
    : {
        parts,
        fits: 'no',
        because: `TensorFlow ${version} is made for Python ${list}, not ${minor}`,
      };
}

/** What is missing without a GPU is missed by nobody. */
const withoutGpu = 'not all are installed, and without an NVIDIA GPU none is needed';

const open = (parts: Fit['parts'], because: string): Fit => ({ parts, fits: 'unknown', because });

const why = (fact: Fact<unknown>, absent: string): string =>
  fact.state === 'unknown' ? fact.reason : absent;
