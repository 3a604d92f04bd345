// `node dist/modules/src/lab/ship-stubs.js FOLDER PYTHON`: builds the stubs that go into the packages.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv, env } from 'node:process';
import { askedNames } from './asked-names.ts';
import { buildStubs } from './compile.ts';
import { stubsFor } from './libraries.ts';
import { contentsFile, platformName, type ShippedContents } from './shipped-stubs.ts';
import { findWheel } from './wheel.ts';

/** Builds the stubs for the TensorFlow of `python` into a folder of their own below `base`. */
async function ship(base: string, python: string): Promise<void> {
  const wheel = await findWheel({ python, environment: env });
  const libraries = stubsFor(wheel);
  if (libraries === undefined) throw new Error(`The lab has no stubs for CUDA ${wheel.cuda}.`);
  const asked = await askedNames(wheel.libraries);
  const names = asked.filter((name) => libraries.some((one) => one.names.test(name)));
  const cudaMajor = wheel.cuda.split('.')[0] ?? '';
  const folder = join(base, `${process.platform}-${process.arch}-cuda${cudaMajor}`);
  await mkdir(folder, { recursive: true });
  await buildStubs(folder, { libraries, names, environment: env });
  const contents: ShippedContents = {
    platform: platformName,
    glibc: await oldestGlibc(folder),
    sonames: libraries.map(({ soname }) => soname),
    names,
  };
  await writeFile(join(folder, contentsFile), `${JSON.stringify(contents)}\n`);
}

/** The highest version of glibc that a symbol of the stubs is bound to. */
async function oldestGlibc(folder: string): Promise<string> {
  let highest = 0;
  for (const file of await readdir(folder)) {
    const text = await readFile(join(folder, file), 'latin1');
    for (const match of text.matchAll(/GLIBC_2\.(\d+)/gu))
      highest = Math.max(highest, Number(match[1]));
  }
  return `2.${highest}`;
}

const [, , base, python] = argv;
if (base === undefined || python === undefined) throw new Error('usage: ship-stubs FOLDER PYTHON');
await ship(base, python);
