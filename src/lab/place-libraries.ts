import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { partLibrary, type Stubs } from './compile.ts';
import { driverLibraries, type StubLibrary } from './libraries.ts';
import { versionOf } from './library-versions.ts';
import type { Scenario } from './scenario.ts';
import { wheelFolders } from './site-packages.ts';
import type { Wheel } from './wheel.ts';

/**
 * Puts the libraries of a simulated machine where its driver and its CUDA would have put them, but for those that the
 * scenario leaves out or breaks. As there, a file has its version in its name, and the soname is a link to it.
 * @returns folders for `LD_LIBRARY_PATH`
 */
export async function placeLibraries(
  folder: string,
  {
    scenario,
    stubs,
    wheel,
  }: { readonly scenario: Scenario; readonly stubs: Stubs; readonly wheel: Wheel },
): Promise<readonly string[]> {
  const searched = new Set<string>();
  for (const library of stubs.libraries) {
    if (scenario.without.includes(library.name)) continue;
    const file = fileName(library, scenario, wheel);
    const place = join(folder, folderOf(library, scenario), file);
    await mkdir(dirname(place), { recursive: true });
    await put(join(stubs.folder, library.soname), place, scenario.broken[library.name]);
    if (!scenario.wheels || isDrivers(library) || scenario.searched.includes(library.name))
      searched.add(dirname(place));
    for (const part of library.parts)
      await copyFile(join(stubs.folder, partLibrary), join(dirname(place), part));
    const named = scenario.renamed[library.name] ?? library.soname;
    if (named !== file) await symlink(basename(place), join(dirname(place), named));
  }
  const stale = await placeStale(join(folder, 'cuda-old/lib64'), scenario, stubs);
  return [...stale, ...searched];
}

/** What an old installation has left, in a folder that is searched before all others; no folder where nothing is. */
async function placeStale(
  folder: string,
  { stale }: Scenario,
  { libraries }: Stubs,
): Promise<readonly string[]> {
  const left = libraries.filter(({ name }) => stale.includes(name));
  if (left.length === 0) return [];
  await mkdir(folder, { recursive: true });
  for (const { soname } of left)
    await writeFile(join(folder, soname), 'what is left of an old installation\n');
  return [folder];
}

const isDrivers = ({ name }: StubLibrary): boolean => driverLibraries.includes(name);

function folderOf(library: StubLibrary, { wheels }: Scenario): string {
  if (isDrivers(library)) return 'driver';
  if (!wheels) return 'cuda/lib64';
  return `site-packages/nvidia/${wheelFolders[library.name] ?? library.name}/lib`;
}

function fileName(library: StubLibrary, scenario: Scenario, wheel: Wheel): string {
  const { machine, wheels, renamed, cudnn } = scenario;
  if (isDrivers(library)) {
    const bare = library.name === 'driver' && machine.bareLibcuda;
    return bare ? library.soname : library.soname.replace(/1$/, machine.driver);
  }
  const version = versionOf(library.name, wheel, cudnn);
  // Packages have files without versions in their names.
  if (wheels || renamed[library.name] !== undefined || version === undefined)
    return renamed[library.name] ?? library.soname;
  return library.soname.replace(/\.so\..*$/, `.so.${version}`);
}

async function put(
  stub: string,
  place: string,
  broken: 'empty' | 'dangling' | 'not-elf' | undefined,
): Promise<void> {
  if (broken === 'dangling') await symlink(`${place}.old`, place);
  else if (broken === 'empty') await writeFile(place, '');
  else if (broken === 'not-elf')
    await writeFile(place, 'version https://git-lfs.github.com/spec/v1\nsize 1039271480\n');
  else await copyFile(stub, place);
}
