import { UsageError } from '../../errors.ts';
import { readCondaEnvironment } from './conda-environment.ts';
import { readDockerfile } from './dockerfile.ts';
import type { Manifest } from './manifest.ts';
import { readPyproject } from './pyproject.ts';
import { readRequirements } from './requirements.ts';

/** Larger files are none of ours; in bytes. */
export const largestManifest = 1024 * 1024;

/**
 * Reads a file by what its name says it is.
 * @throws UsageError when its name says nothing, or it is not what its name says
 */
export function readManifest(file: string, text: string): Manifest {
  const name = (file.split(/[\\/]/u).at(-1) ?? '').toLowerCase();
  if (/^(dockerfile|containerfile)|\.(dockerfile|containerfile)$/u.test(name))
    return readDockerfile(text);
  if (name.endsWith('.toml')) return readPyproject(text);
  if (/\.ya?ml$/u.test(name)) return readCondaEnvironment(text);
  if (/\.(txt|in)$/u.test(name)) return readRequirements(text);
  throw new UsageError(
    `${file} is neither a requirements.txt, a pyproject.toml, an environment.yml nor a Dockerfile.`,
  );
}
