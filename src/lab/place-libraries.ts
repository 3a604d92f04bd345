import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { partLibrary, type Stubs } from './compile.ts';
import { driverLibraries, type StubLibrary } from './libraries.ts';
import type { Scenario } from './scenario.ts';
import { wheelFolders } from './site-packages.ts';

/**
 * Puts the libraries of a simulated machine where its driver and its CUDA would have put them, but for those that the
 * scenario leaves out or breaks.
 * @returns folders for `LD_LIBRARY_PATH`
 */
export async function placeLibraries(
  folder: string,
  scenario: Scenario,
  stubs: Stubs,
): Promise<readonly string[]> {
  const searched = new Set<string>();
  for (const library of stubs.libraries) {
    if (scenario.without.includes(library.name)) continue;
    const place = join(folder, placeOf(library, scenario));
    await mkdir(dirname(place), { recursive: true });
    await put(join(stubs.folder, library.soname), place, scenario.broken[library.name]);
    if (!scenario.wheels || isDrivers(library) || scenario.searched.includes(library.name))
      searched.add(dirname(place));
    for (const part of library.parts)
      await copyFile(join(stubs.folder, partLibrary), join(dirname(place), part));
    const named = join(dirname(place), library.soname);
    if (named !== place) await symlink(basename(place), named);
  }
  return [...searched];
}

const isDrivers = ({ name }: StubLibrary): boolean => driverLibraries.includes(name);

function placeOf(library: StubLibrary, { machine, wheels }: Scenario): string {
  if (isDrivers(library)) {
    const bare = library.name === 'driver' && machine.bareLibcuda;
    // The driver's files are named by its version, with the soname as a link.
    return `driver/${bare ? library.soname : library.soname.replace(/1$/, machine.driver)}`;
  }
  if (!wheels) return `cuda/lib64/${library.soname}`;
  const wheel = wheelFolders[library.name] ?? library.name;
  return `site-packages/nvidia/${wheel}/lib/${library.soname}`;
}

async function put(
  stub: string,
  place: string,
  broken: 'empty' | 'dangling' | 'not-elf' | undefined,
): Promise<void> {
  if (broken === 'dangling') await symlink(`${place}.0.0`, place);
  else if (broken === 'empty') await writeFile(place, '');
  else if (broken === 'not-elf')
    await writeFile(place, 'version https://git-lfs.github.com/spec/v1\nsize 1039271480\n');
  else await copyFile(stub, place);
}
