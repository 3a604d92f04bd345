import type { Fact } from '../facts/fact.ts';
import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { isBad, type Library } from '../facts/libraries.ts';

/** One part of the stack and its version. */
export interface Version {
  readonly part: string;
  /** Null when it is not there or unknown; `note` says which. */
  readonly version: string | null;
  readonly state: 'known' | 'absent' | 'unknown';
  /** The file or folder it was read from. */
  readonly where: string | null;
  readonly note: string;
}

/** What TensorFlow meets when it starts, from the driver up. */
export function versionsInUse(facts: Facts): Version[] {
  const { driver, tensorflow, python, libraries } = facts;
  return [
    {
      ...of('NVIDIA driver', driver.version, null, 'not installed'),
      where: driver.version.state === 'known' ? driver.version.source : null,
    },
    driverLibrary(facts),
    {
      ...of('CUDA that the driver supports, at most', driver.supportedCuda, null, 'no driver'),
      where: driver.supportedCuda.state === 'known' ? driver.supportedCuda.source : null,
    },
    of('Python', python.version, valueOf(python.executable) ?? null, ''),
    of(
      'TensorFlow',
      tensorflow.version,
      valueOf(tensorflow.installed)?.path ?? null,
      'not installed for this Python',
    ),
    of(
      'CUDA that TensorFlow was built for',
      builtFor(facts, tensorflow.builtCuda),
      null,
      'a build without CUDA',
    ),
    of(
      'cuDNN that TensorFlow was built for',
      builtFor(facts, tensorflow.builtCudnn),
      null,
      'a build without CUDA',
    ),
    // Without TensorFlow these names are those of a release that is not here.
    ...(tensorflow.installed.state === 'absent'
      ? []
      : [...librariesOf(libraries.needed), ...librariesOf(libraries.cudnn)]),
  ];
}

/** Toolkits and compilers on the disk. TensorFlow does not use them; they are listed because people do. */
export function versionsOnDisk({ libraries }: Facts): Version[] {
  const found = valueOf(libraries.toolkits);
  if (found === undefined) return [];
  const nvcc = found.nvcc;
  return [
    ...found.toolkits.map((one): Version => ({
      part: 'CUDA toolkit',
      version: one.version,
      state: one.version === null ? 'unknown' : 'known',
      where: one.path,
      note: one.source === null ? 'its version could not be read' : `from ${one.source}`,
    })),
    ...(nvcc === null
      ? []
      : [
          {
            part: '`nvcc` on PATH',
            version: nvcc.version,
            state: nvcc.version === null ? 'unknown' : 'known',
            where: nvcc.path,
            note: 'the compiler; not what TensorFlow loads',
          } as const,
        ]),
    ...found.cudnn.map((one): Version => ({
      part: 'cuDNN',
      version: one.version,
      state: one.version === null ? 'unknown' : 'known',
      where: one.path,
      note: '',
    })),
  ];
}

function of(part: string, fact: Fact<string>, where: string | null, missing: string): Version {
  if (fact.state === 'known') return { part, version: fact.value, state: 'known', where, note: '' };
  const note = fact.state === 'unknown' ? fact.reason : missing;
  return { part, version: null, state: fact.state, where: null, note };
}

/** libcuda, whose version differs from the driver's after an update without a restart. */
function driverLibrary({ driver }: Facts): Version {
  const part = "the driver's library, libcuda";
  const path = valueOf(driver.libcuda) ?? null;
  const version = valueOf(driver.cuda)?.fileVersion ?? null;
  if (version !== null) return { part, version, state: 'known', where: path, note: '' };
  return driver.cuda.state === 'absent'
    ? { part, version: null, state: 'absent', where: null, note: 'cannot be loaded' }
    : { part, version: null, state: 'unknown', where: path, note: 'its version is not known' };
}

/** A CPU build was built for no CUDA: that is "absent", even though the field itself is missing. */
function builtFor(facts: Facts, fact: Fact<string>): Fact<string> {
  const { cudaBuild, installed } = facts.tensorflow;
  if (installed.state === 'absent')
    return { state: 'unknown', reason: 'TensorFlow is not installed' };
  if (cudaBuild.state === 'known' && !cudaBuild.value)
    return { state: 'absent', source: cudaBuild.source };
  return fact;
}

function librariesOf(fact: Fact<readonly Library[]>): Version[] {
  return (valueOf(fact) ?? []).map((one): Version => {
    const part = `\`${one.soname}\``;
    if (isBad(one)) {
      const note =
        one.why === 'missing' || one.path === null ? 'not found' : (one.error ?? 'does not load');
      return { part, version: null, state: 'absent', where: one.path, note };
    }
    const note = one.version === null ? 'can be loaded; its version is not known' : '';
    return {
      part,
      version: one.version,
      state: one.version === null ? 'unknown' : 'known',
      where: one.path,
      note,
    };
  });
}
