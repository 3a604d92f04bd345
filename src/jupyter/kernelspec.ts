import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { FileError, UsageError } from '../errors.ts';
import type { Environment } from '../process/environment.ts';
import { replaceFile } from '../snapshot/write-file.ts';
import { root } from '../root.ts';
import { activePrefix, dataFolders, prefixDataFolder, userDataFolder } from './data-folders.ts';
import { inspectKernel, type InstalledKernel } from './installed-kernel.ts';

/** The name of the kernel's folder: what a notebook's metadata and `jupyter --kernel` say. */
const kernelName = 'tf-gpu-doctor';

/** Whose Jupyter shall offer the kernel. */
export type Place =
  | { readonly kind: 'user' }
  | { readonly kind: 'active' }
  | { readonly kind: 'prefix'; readonly prefix: string };

/** What is known of the world around an installation; all given by the caller. */
export interface World {
  readonly environment: Environment;
  readonly platform: NodeJS.Platform;
  /** Absolute path of the node that shall run the kernel. */
  readonly node: string;
  /** The Python that pip installed us into, which then starts the kernel. */
  readonly home?: string;
  /** Environments to look into besides the active one: the practice environment, the one that pip installed us into. */
  readonly prefixes: readonly string[];
}

/** The file that kernel.json starts. @internal */
export const kernelMain: string = join(root, 'dist', 'kernel', 'main.js');

const parts = join(root, 'kernel', 'kernelspec');
const template = v.looseObject({
  argv: v.array(v.string()),
  metadata: v.record(v.string(), v.unknown()),
});

/** The folder that `place` stands for. @throws UsageError when no environment is active and one was asked for. */
export function kernelFolder(place: Place, world: World): string {
  return join(dataFolderOf(place, world), 'kernels', kernelName);
}

/**
 * Registers the kernel, in place of an earlier registration by us. All paths in it are absolute, so that it
 * works from every folder; with `python` it always diagnoses that one.
 * kernel.json comes last and at once: a Jupyter that looks meanwhile sees the old kernel or the new one.
 * @throws UsageError when something that is not ours stands there
 * @throws FileError when the folder cannot be written
 */
export async function installKernel(
  place: Place,
  world: World,
  python?: string,
): Promise<InstalledKernel> {
  const folder = kernelFolder(place, world);
  refuseOthers(await inspectKernel(folder));
  const text = await kernelJson(world, python);
  try {
    await mkdir(folder, { recursive: true });
    for (const logo of ['logo-svg.svg', 'logo-32x32.png', 'logo-64x64.png']) {
      await cp(join(parts, logo), join(folder, logo));
    }
    replaceFile(join(folder, 'kernel.json'), text);
  } catch (cause) {
    throw new FileError(
      `The kernel cannot be written to ${folder} (${messageOf(cause)}). Choose another place with --user or --prefix.`,
      { cause },
    );
  }
  return inspectKernel(folder);
}

/**
 * Takes the kernel away again; true when there was one.
 * @throws UsageError when what stands there is not ours
 * @throws FileError when it cannot be removed
 */
export async function uninstallKernel(place: Place, world: World): Promise<boolean> {
  const folder = kernelFolder(place, world);
  const found = await inspectKernel(folder);
  if (found.state === 'absent') return false;
  refuseOthers(found);
  try {
    await rm(folder, { recursive: true });
  } catch (cause) {
    throw new FileError(`The folder ${folder} cannot be removed (${messageOf(cause)}).`, {
      cause,
    });
  }
  return true;
}

/** Every place in which this machine's Jupyters would find a kernel of this name, and how it stands there. */
export async function listKernels(world: World): Promise<readonly InstalledKernel[]> {
  const folders = dataFolders(world.environment, world.platform, world.prefixes);
  const found = await Promise.all(
    folders.map((folder) => inspectKernel(join(folder, 'kernels', kernelName))),
  );
  return found.filter((kernel) => kernel.state !== 'absent');
}

async function kernelJson(world: World, python?: string): Promise<string> {
  const spec = v.parse(template, JSON.parse(await readFile(join(parts, 'kernel.json'), 'utf8')));
  const { node, home } = world;
  // pip's Python finds the Node.js that came along, also after an upgrade, and says which environment it is.
  const program = home === undefined ? [node, kernelMain] : [home, '-m', 'tf_gpu_doctor.kernel'];
  const argv = [...program, ...spec.argv.slice(2)];
  if (python !== undefined) argv.push('--python', python);
  const metadata = { ...spec.metadata, 'tf-gpu-doctor': { clone: root } };
  return `${JSON.stringify({ ...spec, argv, metadata }, null, 2)}\n`;
}

function refuseOthers({ folder, state }: InstalledKernel): void {
  if (state === 'pip') {
    throw new UsageError(
      `pip put the kernel into ${folder}, so it is there already, and \`pip uninstall tf-gpu-doctor\` takes it away. For other Jupyters choose another place with --user or --prefix.`,
    );
  }
  if (state !== 'foreign') return;
  throw new UsageError(
    `${folder} was not made by tf-gpu-doctor, so it is left alone. Move it away, or choose another place with --prefix.`,
  );
}

function dataFolderOf(place: Place, world: World): string {
  if (place.kind === 'user') return userDataFolder(world.environment, world.platform);
  if (place.kind === 'prefix') return prefixDataFolder(place.prefix);
  const prefix = activePrefix(world.environment);
  if (prefix !== undefined) return prefixDataFolder(prefix);
  throw new UsageError(
    'No environment is active (neither VIRTUAL_ENV nor CONDA_PREFIX is set). Activate one, or use --user or --prefix.',
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
