import { valueOf } from '../../facts/fact.ts';
import { nameCudaError } from '../../knowledge/errors.ts';
import { seen } from '../evidence.ts';
import { installDriver } from '../../remedies/driver.ts';
import { keepFolders, folderOf } from '../../remedies/library-path.ts';
import type { Rule } from '../rule.ts';
import { refused } from '../where.ts';

/** A libcuda for forward compatibility on a GPU that does not support it. */
export const forwardCompat804: Rule<'forward-compat-804'> = {
  id: 'forward-compat-804',
  link: 'driver',
  explains: ['libcuda-compat-shadow'],
  needs: ({ driver }) => [driver.cuInitUnmasked],
  check({ facts, knowledge }) {
    if (!refused(facts, 804)) return undefined;
    const path = valueOf(facts.driver.libcuda);
    const folders = (valueOf(facts.environment.ldLibraryPath) ?? []).filter(
      (folder) => !/compat/.test(folder),
    );
    return {
      severity: 'error',
      summary:
        'A compatibility library (cuda-compat) is loaded instead of the driver, and this GPU does not support that.',
      evidence: [
        ...seen('cuInit returns', facts.driver.cuInitUnmasked, (code) =>
          nameCudaError(knowledge, code),
        ),
        ...seen('libcuda that is loaded', facts.driver.libcuda),
        ...seen('driver', facts.driver.version),
      ],
      remedies: [
        keepFolders(
          facts,
          'drop-compat',
          `Take the compat folder${path === undefined ? '' : ` (${folderOf(path)})`} out of the search path.`,
          folders,
        ),
        installDriver(facts, undefined, knowledge),
      ],
    };
  },
};
