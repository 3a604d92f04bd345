import { valueOf } from '../facts/fact.ts';
import { ownFault, type Facts } from '../facts/facts.ts';
import { isBad, isMissing, type Library } from '../facts/libraries.ts';
import { minorPython } from '../facts/platform.ts';
import { driverRuns } from '../knowledge/driver.ts';
import { kernelFit } from '../knowledge/gpus.ts';
import type { Knowledge } from '../knowledge/tables.ts';
import { pythonFor } from '../knowledge/tensorflow.ts';
import { wheelPlatform } from '../remedies/releases.ts';
import type { LinkName } from './chain.ts';
import type { Diagnosis } from './diagnose.ts';
import { computedEverywhere } from './principles.ts';
import { capabilitiesOf, cudnnSuffices, kernelsOf, wantedCuda, wantedCudnn } from './wanted.ts';

/** Whether two parts go together. */
export interface VersionFit {
  readonly parts: readonly [string, string];
  readonly fits: 'yes' | 'no' | 'unknown';
  /** Set where one of the two is not there at all. */
  readonly missing?: true;
  readonly because: string;
}

type Outcome = Omit<VersionFit, 'parts'>;

interface Pair {
  readonly parts: VersionFit['parts'];
  /** A finding about one of these links speaks against the pair. */
  readonly links: readonly LinkName[];
  /** Undefined: there is no such pair here. */
  readonly compare: (facts: Facts, knowledge: Knowledge) => Outcome | undefined;
}

/** The pairs that have to go together, from the driver up. */
const pairs: readonly Pair[] = [
  {
    parts: ['kernel module of the driver', 'library of the driver'],
    links: ['driver'],
    compare: moduleAndLibrary,
  },
  { parts: ['driver', 'CUDA of TensorFlow'], links: ['driver'], compare: driverAndCuda },
  { parts: ['TensorFlow', 'CUDA libraries'], links: ['cuda-libraries'], compare: cudaLibraries },
  { parts: ['TensorFlow', 'cuDNN'], links: ['cudnn'], compare: cudnnAndBuild },
  { parts: ['Python', 'TensorFlow'], links: ['python'], compare: pythonAndTensorFlow },
  {
    parts: ['TensorFlow', 'GPU'],
    links: ['tensorflow-build', 'tensorflow-devices'],
    compare: tensorFlowAndGpu,
  },
];

/**
 * Which parts go together. The versions are compared as the rules compare them, and the diagnosis has the last word: a
 * pair about which it has an error or a warning does not fit, and where TensorFlow computed rightly nothing misfits.
 */
export function fitsOf(
  facts: Facts,
  knowledge: Knowledge,
  { findings }: Pick<Diagnosis, 'findings'>,
): VersionFit[] {
  const proven = computedEverywhere(facts);
  return pairs.flatMap(({ parts, links, compare }): VersionFit[] => {
    const against = findings.find((one) => one.severity !== 'info' && links.includes(one.link));
    const outcome = safely(() => compare(facts, knowledge));
    if (outcome === undefined) return [];
    // What could not be compared stays so: a driver that is missing fits nothing and misfits nothing.
    if (against !== undefined && outcome.fits !== 'unknown') {
      const because = outcome.fits === 'no' ? outcome.because : `gpu-check finds ${against.id}`;
      return [{ parts, ...outcome, fits: 'no', because }];
    }
    if (proven && outcome.fits === 'no') {
      return [{ parts, fits: 'yes', because: 'TensorFlow computed rightly with it on every GPU' }];
    }
    return [{ parts, ...outcome }];
  });
}

function safely(compare: () => Outcome | undefined): Outcome | undefined {
  try {
    return compare();
  } catch (error) {
    return open(ownFault('comparing them', error));
  }
}

/** Only where both are known: WSL and Windows have no such module, and a library for forward compatibility is newer. */
function moduleAndLibrary({ driver }: Facts): Outcome | undefined {
  const module = valueOf(driver.kernelModule);
  const library = valueOf(driver.cuda)?.fileVersion ?? undefined;
  if (module === undefined || library === undefined) return undefined;
  if (/compat/.test(valueOf(driver.libcuda) ?? '')) return undefined;
  const sentence = `the kernel module is ${module}, the library libcuda is ${library}`;
  return { fits: module === library ? 'yes' : 'no', because: sentence };
}

function driverAndCuda(facts: Facts, knowledge: Knowledge): Outcome {
  const { driver, tensorflow } = facts;
  if (tensorflow.installed.state === 'absent') return open('TensorFlow is not installed');
  if (valueOf(tensorflow.cudaBuild) === false)
    return open('this TensorFlow is a build without CUDA');
  const supported = driver.supportedCuda;
  if (supported.state !== 'known') return open('no driver was found to compare with');
  const wanted = wantedCuda({ facts, knowledge, log: undefined });
  if (wanted === undefined)
    return open('it is not known which CUDA this TensorFlow was built with');
  const sentence = `the driver supports CUDA up to ${supported.value}, TensorFlow was built with ${wanted}`;
  const runs = driverRuns(supported.value, wanted);
  if (runs === 'no') return { fits: 'no', because: sentence };
  const minor = '; the same major version is enough (minor-version compatibility)';
  return { fits: 'yes', because: sentence + (runs === 'minor' ? minor : '') };
}

function cudaLibraries({ gpus, libraries, tensorflow }: Facts): Outcome {
  if (tensorflow.installed.state === 'absent') return open('TensorFlow is not installed');
  if (valueOf(tensorflow.cudaBuild) === false)
    return open('this TensorFlow is a build without CUDA');
  const needed = libraries.needed;
  if (needed.state === 'unknown') return open(needed.reason);
  if (needed.state === 'absent' || needed.value.length === 0) {
    return open('it is not known which CUDA libraries this TensorFlow loads');
  }
  const bad = needed.value.filter(isBad);
  if (bad.length > 0) {
    return gpus.present.state === 'absent' ? open(withoutGpu) : unusable(bad);
  }
  return needed.value.some((one) => one.loads === null)
    ? open('not every CUDA library could be tried')
    : { fits: 'yes', because: 'TensorFlow can load every CUDA library that it asks for' };
}

function cudnnAndBuild(facts: Facts, knowledge: Knowledge): Outcome {
  const { cudnn, gpus, tensorflow } = facts;
  if (tensorflow.installed.state === 'absent') return open('TensorFlow is not installed');
  if (valueOf(tensorflow.cudaBuild) === false)
    return open('this TensorFlow is a build without CUDA');
  if (cudnn.main.state === 'known' && isBad(cudnn.main.value)) {
    return gpus.present.state === 'absent' ? open(withoutGpu) : unusable([cudnn.main.value]);
  }
  const found = cudnn.version;
  if (found.state !== 'known') {
    return open(found.state === 'unknown' ? found.reason : 'the version of cuDNN is not known');
  }
  const wanted = wantedCudnn({ facts, knowledge, log: undefined });
  if (wanted === undefined) return open('it is not known which cuDNN this TensorFlow wants');
  const sentence = `cuDNN ${found.value} was found, TensorFlow wants ${wanted.version} or newer of the same major version`;
  return { fits: cudnnSuffices(found.value, wanted) ? 'yes' : 'no', because: sentence };
}

function pythonAndTensorFlow(facts: Facts, knowledge: Knowledge): Outcome {
  const { python, tensorflow } = facts;
  const version = valueOf(tensorflow.version);
  if (version === undefined) return open('TensorFlow is not installed');
  if (valueOf(tensorflow.fromConda) === true) {
    return { fits: 'yes', because: 'conda installed a build of TensorFlow for this Python' };
  }
  const minor = minorPython(valueOf(python.version) ?? '');
  const made = pythonFor(knowledge, version, wheelPlatform(facts));
  if (minor === '' || made === undefined || made.length === 0) {
    return open(`the tables do not list the Pythons of TensorFlow ${version} for this platform`);
  }
  const sentence = `TensorFlow ${version} is made for Python ${made.join(', ')}`;
  return made.includes(minor)
    ? { fits: 'yes', because: sentence }
    : { fits: 'no', because: `${sentence}, not ${minor}` };
}

/** Whether the build has code for the GPUs that this process may see. No such pair where there is no GPU. */
function tensorFlowAndGpu(facts: Facts, knowledge: Knowledge): Outcome | undefined {
  if (facts.gpus.visible.state !== 'known') return undefined;
  if (facts.tensorflow.installed.state === 'absent') return open('TensorFlow is not installed');
  if (valueOf(facts.tensorflow.cudaBuild) === false) {
    return { fits: 'no', because: 'this TensorFlow is a build without CUDA' };
  }
  const input = { facts, knowledge, log: undefined };
  const kernels = kernelsOf(input);
  const gpus = capabilitiesOf(input);
  if (kernels === undefined || gpus.length === 0) {
    return open('it is not known for which GPUs this TensorFlow was built');
  }
  const old = gpus.find((one) => kernelFit(kernels, one.capability) === 'too-old');
  const capabilities = [...new Set(gpus.map((one) => one.capability))].join(', ');
  return old === undefined
    ? { fits: 'yes', because: `this TensorFlow has code for compute capability ${capabilities}` }
    : {
        fits: 'no',
        because: `this TensorFlow has no code for compute capability ${old.capability}`,
      };
}

function unusable(libraries: readonly Library[]): Outcome {
  const names = libraries.map((one) => one.soname).join(', ');
  return libraries.every(isMissing)
    ? { fits: 'no', missing: true, because: `TensorFlow does not find ${names}` }
    : { fits: 'no', because: `TensorFlow cannot load ${names}` };
}

const withoutGpu = 'some are not installed, and without an NVIDIA GPU none is needed';

const open = (because: string): Outcome => ({ fits: 'unknown', because });
