import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Wheel } from './wheel.ts';

/**
 * What XLA looks for beside libraries: `ptxas`, which says its version and compiles nothing, and the place of libdevice.
 * The kernels of simulated GPUs do nothing, so there is nothing to compile.
 */
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
    'echo "The ptxas of a simulated machine compiles nothing." >&2',
    'exit 1',
    '',
  ];
  await writeFile(join(folder, 'bin/ptxas'), ptxas.join('\n'), { mode: 0o755 });
  await writeFile(join(folder, 'nvvm/libdevice/libdevice.10.bc'), 'of a simulated machine\n');
}
