import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UndeterminedError, UsageError } from '../errors.ts';
import { runPython } from '../process/process.ts';
import { root } from '../root.ts';
import type { Environment } from '../process/environment.ts';

/** A TensorFlow that asks for CUDA, as it lies on the disk. */
export interface Wheel {
  /** The folder `tensorflow` in site-packages. */
  readonly folder: string;
  /** `2.21.0`, by the name of its metadata folder; null when there is none. */
  readonly version: string | null;
  /** CUDA it was built for: `12.5.1`. */
  readonly cuda: string;
  /** cuDNN it was built for: `9`. */
  readonly cudnn: string;
  /** Its libraries that name the functions of CUDA. */
  readonly libraries: readonly string[];
}

/** Libraries that open CUDA: two since 2.15 or so, and Python's own module before that. */
const libraries = [
  'libtensorflow_framework.so.2',
  'libtensorflow_cc.so.2',
  'python/_pywrap_tensorflow_internal.so',
];

/**
 * Finds the TensorFlow that `import tensorflow` would take, and reads its `build_info.py`.
 * @throws UndeterminedError when Python gives no answer.
 * @throws UsageError when it has no TensorFlow, or one that never looks for a GPU.
 */
export async function findWheel(request: {
  readonly python: string;
  readonly environment: Environment;
  readonly signal?: AbortSignal;
}): Promise<Wheel> {
  const { python } = request;
  const script = join(root, 'src/lab/find_tensorflow.py');
  const { end, stdout, stderr } = await runPython({ ...request, script, timeoutMs: 20_000 });
  if (end.how !== 'exit' || end.code !== 0)
    throw new UndeterminedError(
      `\`${python}\` did not say where its TensorFlow is: ${stderr.trim().split('\n').at(-1) ?? end.how}`,
    );
  const folder: unknown = JSON.parse(stdout);
  if (typeof folder !== 'string')
    throw new UsageError(
      `\`${python}\` has no TensorFlow. Choose a Python that has one with \`--python PATH\`.`,
    );
  const build = await readFile(join(folder, 'python/platform/build_info.py'), 'utf8');
  const cuda = field(build, 'cuda_version');
  if (cuda === undefined)
    throw new UsageError(
      `The TensorFlow of \`${python}\` is built without CUDA, so it never looks for a GPU, not even a simulated one. ` +
        'Choose a Python that has the `tensorflow` package for Linux x86-64.',
    );
  return {
    folder,
    version: await versionOf(folder),
    cuda,
    cudnn: field(build, 'cudnn_version') ?? '',
    libraries: libraries.map((name) => join(folder, name)).filter((path) => existsSync(path)),
  };
}

function field(build: string, name: string): string | undefined {
  return new RegExp(`'${name}',? ?:? ?'([^']+)'`).exec(build)?.[1];
}

async function versionOf(folder: string): Promise<string | null> {
  const names = (await readdir(dirname(folder))).map(
    (name) => /^(?:tensorflow|tensorflow_gpu|tf_nightly)-(\d[\w.]*)\.dist-info$/.exec(name)?.[1],
  );
  return names.find((version) => version !== undefined) ?? null;
}
