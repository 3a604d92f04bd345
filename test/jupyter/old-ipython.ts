import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { practicePython } from './lab-server.ts';

/**
 * A virtual environment with IPython 7.34, which sees the packages of the practice environment behind its own.
 * @throws Error with what pip or venv said
 */
export function makeOldIpython(folder: string): string {
  const path = join(folder, 'ipython7');
  const options = { encoding: 'utf8', timeout: 120_000 } as const;
  execFileSync(practicePython, ['-m', 'venv', '--without-pip', path], options);
  const practice = execFileSync(
    practicePython,
    ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'],
    options,
  );
  const [version = ''] = readdirSync(join(path, 'lib'));
  writeFileSync(join(path, 'lib', version, 'site-packages', 'practice.pth'), practice);
  const python = join(path, 'bin', 'python');
  const list = join(import.meta.dirname, 'requirements-ipython7.txt');
  execFileSync(
    practicePython,
    ['-m', 'pip', '--python', python, 'install', '-q', '--no-deps', '--require-hashes', '-r', list],
    options,
  );
  return python;
}
