import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { dataFolders } from '../jupyter/data-folders.ts';
import type { Environment } from '../process/environment.ts';
import { root } from '../root.ts';
import { textBefore } from './file-changes.ts';
import type { FileChange } from './state.ts';
import type { VariableChanges } from './trial.ts';

const kernelJson = v.looseObject({
  argv: v.array(v.string()),
  env: v.optional(v.record(v.string(), v.string()), {}),
});

/**
 * How kernel.json of the kernel that started this process becomes one with the changes; none where no such file is
 * found, or where it does not set a variable that is to be taken away.
 * @param environment of the kernel: what its kernel.json sets is in it
 */
export function kernelspecChanges(
  environment: Environment,
  prefixes: readonly string[],
  changes: VariableChanges,
): readonly FileChange[] {
  return dataFolders(environment, process.platform, prefixes)
    .flatMap((folder) => kernelFiles(join(folder, 'kernels')))
    .flatMap((path) => {
      const before = textBefore(path);
      const spec = v.safeParse(v.pipe(v.string(), v.parseJson(), kernelJson), before ?? '');
      if (before === null || !spec.success || !startedThis(spec.output, environment)) return [];
      const { env } = spec.output;
      if (Object.entries(changes).some(([name, value]) => value === null && !(name in env))) {
        return [];
      }
      const kept = Object.entries({ ...env, ...changes }).filter(([, value]) => value !== null);
      const indent = /^\{\r?\n(?<blanks>\s+)"/u.exec(before)?.groups?.['blanks'] ?? 2;
      const { env: _, ...rest } = spec.output;
      const after = {
        ...rest,
        ...(kept.length > 0 && { env: Object.fromEntries(kept) }),
      };
      return [{ path, before, after: `${JSON.stringify(after, null, indent)}\n` }];
    });
}

/** A kernel.json of this kernel whose variables are all set here as it says. */
const startedThis = (
  { argv, env }: v.InferOutput<typeof kernelJson>,
  environment: Environment,
): boolean =>
  argv.some((word) => word.startsWith(join(root, 'dist', 'kernel'))) &&
  Object.entries(env).every(([name, value]) => value.includes('${') || environment[name] === value);

function kernelFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name, 'kernel.json'));
  } catch {
    return [];
  }
}
