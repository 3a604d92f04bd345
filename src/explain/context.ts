/** What a text shows of the machine it comes from. */
export interface LogContext {
  /** `2.4` or `2.4.1`; null when the text does not say. */
  readonly tensorflow: string | null;
  readonly os: 'linux' | 'windows' | 'mac' | null;
  readonly source: Source;
}

/** The program that printed a text. */
export type Source =
  | 'nvidia-smi'
  | 'kernel-log'
  | 'docker'
  | 'tensorflow-log'
  | 'conda'
  | 'uv'
  | 'pip'
  | 'traceback'
  | 'device-list'
  | 'nvcc'
  | 'unknown';

/** Where a version of TensorFlow is named; the first that is found counts. */
export const versionTraces: readonly RegExp[] = [
  /tensorflow(?:[-_](?:gpu|cpu|intel))?\s*(?:==|[-/ ]v?)(\d\.\d{1,2}(?:\.\d+)?)/i,
  /\bTF v?([12]\.\d{1,2}(?:\.\d+)?)/,
  /tensorflow version:?\s*v?(\d\.\d{1,2}(?:\.\d+)?)/i,
  /tf\.(?:__version__|version\.VERSION)[^\n]{0,12}['"](\d\.\d{1,2}\.\d+)/,
];

/** A line that asks for the version; the next line is the answer. */
export const asksForVersion = /tf\.(?:__version__|version\.VERSION)/;

/** What stands in texts from each system; the first system that is found counts. */
export const systemTraces: readonly (readonly [NonNullable<LogContext['os']>, RegExp])[] = [
  ['windows', /:\\Users|:\\Program|:\\tf_jenkins|:\\src\\|\.dll\b|win_amd64|WDDM|MCDM|:\\Python/i],
  ['mac', /macOS|darwin|\.dylib|Metal device/i],
  ['linux', /\.so\b|\/usr\/|\/home\/|\/proc\/|manylinux|\/opt\/|linux-gnu|x86_64-linux/],
];

/** What stands in the output of each program; the first program that is found counts. */
export const sourceTraces: readonly (readonly [Source, RegExp])[] = [
  ['nvidia-smi', /NVIDIA-SMI|Failed to initialize NVML|=NVSMI LOG=|No devices were found/],
  ['kernel-log', /NVRM: |nouveau 0000:|nvidia: module verification/],
  [
    'docker',
    /Error response from daemon|nvidia-container-cli|docker: Error|unresolvable CDI devices/,
  ],
  ['tensorflow-log', /\.cc:\d+\]|\.cu:\d+\]|_\w+\.h:\d+\]/],
  ['conda', /PackagesNotFoundError|UnsatisfiableError|LibMamba|conda install|Solving environment/],
  ['uv', /No solution found when resolving|uv pip|uv add|hint: You require CPython/],
  [
    'pip',
    /pip install|pip3 install|No matching distribution|Collecting \S|subprocess-exited-with-error|requires a different Python/,
  ],
  ['traceback', /Traceback \(most recent call last\)|^\s*[\w.]*(?:Error|Exception): /],
  [
    'device-list',
    /Num GPUs Available|physical_device:|device_type: "|\/device:[GC]PU:\d|list_(?:physical|local)_devices|is_gpu_available|gpu_device_name/,
  ],
  ['nvcc', /Cuda compilation tools, release/],
];
