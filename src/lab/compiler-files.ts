import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Wheel } from './wheel.ts';

/** LLVM reads text as well: a module without functions. Kernels that call libdevice get the mathematics of the host. */
const libdevice = '; libdevice of a simulated machine\n';

/** What XLA looks for beside libraries: `ptxas`, which hands its input on, and libdevice; and the toolkit's version. */
export async function writeCompilerFiles(folder: string, { cuda }: Wheel): Promise<void> {
  await mkdir(join(folder, 'bin'), { recursive: true });
  await mkdir(join(folder, 'nvvm/libdevice'), { recursive: true });
  const [major = '0', minor = '0', patch = '0'] = cuda.split('.');
  const ptxas = [
    '#!/bin/sh',
    'if [ "$1" = --version ]; then',
    `  echo 'Cuda compilation tools, release ${major}.${minor}, V${major}.${minor}.${patch}'`,
    '  exit 0',
    'fi',
    '# The simulated GPU carries out PTX itself, so PTX is its machine code.',
    'while [ $# -gt 0 ]; do',
    '  case "$1" in',
    '    -o|--output-file) out=$2; shift ;;',
    '    -*) ;;',
    '    *) in=$1 ;;',
    '  esac',
    '  shift',
    'done',
    'exec cp "$in" "$out"',
    '',
  ];
  const named = { cuda: { name: 'CUDA SDK', version: `${major}.${minor}.${patch}` } };
  await writeFile(join(folder, 'version.json'), `${JSON.stringify(named)}\n`);
  await writeFile(join(folder, 'bin/ptxas'), ptxas.join('\n'), { mode: 0o755 });
  await writeFile(join(folder, 'nvvm/libdevice/libdevice.10.bc'), libdevice);
}
