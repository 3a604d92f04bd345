import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeEnd } from '../process-end.ts';
import { runProcess } from '../process/process.ts';
import { UndeterminedError } from '../errors.ts';
import { root } from '../root.ts';
import { askedNames } from './asked-names.ts';
import { isWhole, privateCache } from './cache.ts';
import { type StubLibrary, stubsFor } from './libraries.ts';
import { shippedStubs } from './shipped-stubs.ts';
import type { Environment } from '../process/environment.ts';
import type { Wheel } from './wheel.ts';

const sources = join(root, 'src/lab/stubs');

/** Compiled stubs for one TensorFlow. */
export interface Stubs {
  /** The folder that holds each library under its soname, and the view. */
  readonly folder: string;
  readonly libraries: readonly StubLibrary[];
}

/** File name of the compiled `view.c`. */
export const viewLibrary = 'view.so';

/** File name of a library that has nothing in it. */
export const partLibrary = 'part.so';

/**
 * The stubs for a TensorFlow: those that came with the package, where they fit it, else compiled with the machine's C
 * compiler when the user's cache has none for these sources and names yet (some 10 s once, then at once).
 * @throws UndeterminedError when there is no compiler, or the TensorFlow asks for a CUDA unknown to the lab
 * @throws FileError when others can write to the cache
 */
export async function compileStubs(request: {
  readonly wheel: Wheel;
  readonly environment: Environment;
  readonly signal?: AbortSignal;
}): Promise<Stubs> {
  const libraries = stubsFor(request.wheel);
  if (libraries === undefined)
    throw new UndeterminedError(
      `This TensorFlow was built for CUDA ${request.wheel.cuda}, for which the lab has no stub libraries.`,
    );
  const names = await askedNames(request.wheel.libraries);
  const shipped = await shippedStubs(libraries, names);
  if (shipped !== undefined) return { folder: shipped, libraries };
  const cache = await privateCache(request.environment);
  const target = join(cache, await contentHash(libraries, names));
  const files = [...libraries.map(({ soname }) => soname), partLibrary, viewLibrary];
  if (await isWhole(target, files)) return { folder: target, libraries };
  const unfinished = await mkdtemp(join(cache, 'unfinished-'));
  try {
    await buildStubs(unfinished, { libraries, names, ...request });
    // A folder of which something cleaned a part away is made anew.
    if (!(await isWhole(target, files))) await rm(target, { recursive: true, force: true });
    await rename(unfinished, target).catch(async (error: unknown) => {
      // Another process may have been faster; its stubs are the same.
      if (!(await isWhole(target, files))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return { folder: target, libraries };
}

/**
 * Compiles every stub into a folder.
 * @throws UndeterminedError when there is no compiler, or it fails
 */
export async function buildStubs(
  folder: string,
  request: {
    readonly libraries: readonly StubLibrary[];
    readonly names: readonly string[];
    readonly environment: Environment;
    readonly signal?: AbortSignal;
  },
): Promise<void> {
  for (const library of request.libraries)
    await compileLibrary(library, request.names, folder, request);
  await cc(['-o', partLibrary, join(sources, 'part.c')], folder, request);
  await cc(['-o', viewLibrary, join(sources, 'view.c'), '-ldl'], folder, request);
}

/** Changes with every source of the stubs, with the libraries, and with the names. */
async function contentHash(
  libraries: readonly StubLibrary[],
  names: readonly string[],
): Promise<string> {
  const hash = createHash('sha256').update(
    JSON.stringify([process.arch, libraries, names], (_key, value: unknown) =>
      value instanceof RegExp ? value.source : value,
    ),
  );
  for (const file of (await readdir(sources)).toSorted())
    hash.update(await readFile(join(sources, file)));
  return hash.digest('hex').slice(0, 16);
}

/** The names that no source defines are weak functions: the linker takes them only where it has nothing better. */
async function compileLibrary(
  library: StubLibrary,
  names: readonly string[],
  target: string,
  request: { readonly environment: Environment; readonly signal?: AbortSignal },
): Promise<void> {
  const rest = `${library.name}-rest.c`;
  const functions = names
    .filter((name) => library.names.test(name))
    .map((name) =>
      library.refused.names.test(name)
        ? `REFUSE(${name}, ${library.refused.code})\n`
        : `REST(${name}, ${library.otherwise})\n`,
    );
  await writeFile(join(target, rest), `#include "rest.h"\n${functions.join('')}`);
  const files = library.sources.map((source) => join(sources, `${source}.c`));
  const soname = `-Wl,-soname,${library.soname}`;
  await cc(
    ['-o', library.soname, soname, ...files, rest, '-ldl', '-lpthread', '-lm'],
    target,
    request,
  );
  await rm(join(target, rest));
}

async function cc(
  args: readonly string[],
  cwd: string,
  request: { readonly environment: Environment; readonly signal?: AbortSignal },
): Promise<void> {
  // -O3 and vectors for the kernels that are carried out; rounding modes are changed at run time. Without symbols and
  // build id, the same sources give the same bytes in every folder, as packages ask for, and half as many.
  const options = [
    '-O3',
    '-frounding-math',
    '-fPIC',
    '-shared',
    '-s',
    '-Wl,-Bsymbolic',
    '-Wl,--build-id=none',
    `-I${sources}`,
  ];
  const { end, stderr } = await runProcess({
    file: 'cc',
    args: [...options, ...args],
    cwd,
    environment: request.environment,
    timeoutMs: 60_000,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  });
  if (end.how === 'exit' && end.code === 0) return;
  if (end.how === 'not-started')
    throw new UndeterminedError(
      'The lab needs a C compiler, and the command `cc` was not found. Install one: `sudo apt install gcc` (Debian, Ubuntu), ' +
        '`sudo dnf install gcc` (Fedora), or `conda install gcc` and a link named `cc`.',
    );
  throw new UndeterminedError(
    `The C compiler \`cc\` ${describeEnd(end)} while it built the lab: ${firstError(stderr)}`,
  );
}

/** Warnings of the compiler come before the error, and are not what went wrong. */
function firstError(stderr: string): string {
  const lines = stderr.trim().split('\n');
  return lines.find((line) => line.includes('error:')) ?? lines[0] ?? '';
}
