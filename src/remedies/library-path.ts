import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { familyOf } from '../facts/libraries.ts';
import { remedy, type Remedy } from './remedy.ts';
import { inNotebook, quote, setVariable, unsetVariable } from './shell.ts';

/** The folder of `site-packages/nvidia` that holds a library. */
const wheelFolder: Readonly<Record<string, string>> = {
  cudart: 'cuda_runtime',
  cublas: 'cublas',
  cublasLt: 'cublas',
  cufft: 'cufft',
  curand: 'curand',
  cusolver: 'cusolver',
  cusparse: 'cusparse',
  cudnn: 'cudnn',
};

/** The folders that the framework library searches for the NVIDIA packages: `cublas`, `cudnn` … */
export function reachedFolders(facts: Facts): readonly string[] | undefined {
  const framework = valueOf(facts.tensorflow.installed)?.framework;
  if (framework === null || framework === undefined) return undefined;
  const path = `${framework.rpath ?? ''}:${framework.runpath ?? ''}`;
  return [...path.matchAll(/nvidia\/(\w+)\/lib/g)].flatMap((match) => match[1] ?? []);
}

/** Package folders that TensorFlow needs and does not search, once the packages are there. */
export function unreachedFolders(facts: Facts): readonly string[] {
  const reached = reachedFolders(facts);
  const site = sitePackages(facts);
  if (reached === undefined || site === undefined || reached.length === 0) return [];
  const wanted = [
    ...(valueOf(facts.libraries.needed) ?? []),
    ...(valueOf(facts.libraries.cudnn) ?? []),
  ]
    .map((library) => wheelFolder[familyOf(library.soname)])
    .filter((folder) => folder !== undefined);
  return [...new Set(wanted)]
    .filter((folder) => !reached.includes(folder))
    .map((folder) => `${site}/nvidia/${folder}/lib`);
}

/** The folder that holds the `tensorflow` folder. */
export function sitePackages(facts: Facts): string | undefined {
  return valueOf(facts.tensorflow.installed)?.path.replace(/[\\/]tensorflow[\\/]?$/u, '');
}

/** LD_LIBRARY_PATH with these folders before what is there. */
function longerPath(facts: Facts, folders: readonly string[]): string {
  const now = valueOf(facts.environment.ldLibraryPath) ?? [];
  return [...folders, ...now.filter((folder) => !folders.includes(folder))].join(':');
}

/** The line that makes the loader search these folders. */
export function pathCommands(facts: Facts, folders: readonly string[]): readonly string[] {
  return [setVariable('LD_LIBRARY_PATH', longerPath(facts, folders), facts)];
}

/** Makes the loader search these folders, from the start of Python on. */
export function searchFolders(facts: Facts, folders: readonly string[]): Remedy {
  if (valueOf(facts.platform.os) === 'windows') return searchOnWindows(facts, folders);
  return remedy(
    'extend-ld-library-path',
    'env',
    inNotebook(facts)
      ? "Name the folder in LD_LIBRARY_PATH. This starts the notebook's Python again, and its variables are lost."
      : 'Name the folder in LD_LIBRARY_PATH before Python starts: in the shell, in the script that activates the environment, or under `env` in the kernel.json of the Jupyter kernel. Inside Python it is too late.',
    pathCommands(facts, folders),
    { LD_LIBRARY_PATH: longerPath(facts, folders) },
  );
}

/** Makes the loader search these folders and no others of LD_LIBRARY_PATH. */
export function keepFolders(
  facts: Facts,
  id: string,
  summary: string,
  kept: readonly string[],
): Remedy {
  const value = kept.join(':');
  return value === ''
    ? remedy(id, 'env', summary, [unsetVariable('LD_LIBRARY_PATH', facts)], {
        LD_LIBRARY_PATH: null,
      })
    : remedy(id, 'env', summary, [setVariable('LD_LIBRARY_PATH', value, facts)], {
        LD_LIBRARY_PATH: value,
      });
}

/** `/a/b/lib.so` → `/a/b`. */
export function folderOf(path: string): string {
  return path.replace(/[\\/][^\\/]*$/u, '');
}

/** Windows finds DLLs through PATH. */
function searchOnWindows(facts: Facts, folders: readonly string[]): Remedy {
  return remedy(
    'extend-path',
    'env',
    "Put the folder on PATH before Python starts. For good, add it in Windows' settings for environment variables.",
    [`$env:PATH = ${quote(`${folders.join(';')};`, facts)} + $env:PATH`],
  );
}

/** Names a toolkit of this machine to XLA, for the file libdevice.10.bc in it; nothing where there is no toolkit. */
export function nameCudaFolder(facts: Facts): Remedy[] {
  const wanted = valueOf(facts.tensorflow.builtCuda)?.split('.')[0];
  const toolkit = valueOf(facts.libraries.toolkits)?.toolkits.find(
    ({ version }) => version !== null && version.split('.')[0] === wanted,
  );
  if (toolkit === undefined) return [];
  const flags = `--xla_gpu_cuda_data_dir=${toolkit.path}`;
  return [
    remedy(
      'name-cuda-folder',
      'env',
      'Or name the CUDA toolkit of this machine to XLA, before Python starts.',
      [setVariable('XLA_FLAGS', flags, facts)],
      { XLA_FLAGS: flags },
    ),
  ];
}
