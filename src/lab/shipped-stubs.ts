import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { root } from '../root.ts';
import type { StubLibrary } from './libraries.ts';

/** Below the package's folder: one folder for each TensorFlow that stubs were built for. A clone has none. */
const shippedFolder = 'lab-stubs';

/** File beside the stubs that says what they are. */
export const contentsFile = 'contents.json';

const contents = v.object({
  /** `linux x64` */
  platform: v.string(),
  /** Oldest C library that they run with: `2.34`. */
  glibc: v.string(),
  sonames: v.array(v.string()),
  /** The names that they answer to. */
  names: v.array(v.string()),
});
export type ShippedContents = v.InferOutput<typeof contents>;

export const platformName = `${process.platform} ${process.arch}`;

/**
 * The folder of stubs that came with the package and fit: built for this platform, for a C library that is no newer
 * than this one, for these libraries, and with every name that this TensorFlow asks for.
 */
export async function shippedStubs(
  libraries: readonly StubLibrary[],
  names: readonly string[],
): Promise<string | undefined> {
  const base = join(root, shippedFolder);
  for (const folder of await readdir(base).catch(() => [])) {
    const found = await readContents(join(base, folder));
    if (found !== undefined && fits(found, libraries, names)) return join(base, folder);
  }
  return undefined;
}

async function readContents(folder: string): Promise<ShippedContents | undefined> {
  try {
    const text = await readFile(join(folder, contentsFile), 'utf8');
    return v.parse(contents, JSON.parse(text));
  } catch {
    return undefined;
  }
}

function fits(
  found: ShippedContents,
  libraries: readonly StubLibrary[],
  names: readonly string[],
): boolean {
  const known = new Set(found.names);
  return (
    found.platform === platformName &&
    glibcNumber(found.glibc) <= glibcNumber(ownGlibc()) &&
    libraries.every(({ soname }) => found.sonames.includes(soname)) &&
    names.every((name) => known.has(name) || !libraries.some((one) => one.names.test(name)))
  );
}

/** The C library of this process, as Node.js reports it; `0` where there is another one than glibc. */
function ownGlibc(): string {
  const header: unknown = Reflect.get(process.report.getReport(), 'header');
  const parsed = v.safeParse(v.object({ glibcVersionRuntime: v.string() }), header);
  return parsed.success ? parsed.output.glibcVersionRuntime : '0';
}

/** `2.34` is 2034. */
function glibcNumber(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
}
