import { valueOf } from '../../facts/fact.ts';
import { nameCudaError } from '../../knowledge/errors.ts';
import { seen, evidence } from '../evidence.ts';
import { startWithGpu } from '../../remedies/container.ts';
import { keepFolders, folderOf } from '../../remedies/library-path.ts';
import type { Rule } from '../rule.ts';
import { inContainer } from '../where.ts';

const foreign = /[\\/](?:compat|stubs)[\\/]|cuda-compat|conda|site-packages/;

/** A stub, a compatibility library or a copy is loaded in place of the driver's libcuda. */
export const libcudaCompatShadow: Rule<'libcuda-compat-shadow'> = {
  id: 'libcuda-compat-shadow',
  link: 'driver',
  explains: ['system-driver-mismatch-803', 'cuda-visible-devices', 'driver-library-mismatch'],
  needs: ({ driver }) => [driver.cuInitUnmasked],
  check({ facts, knowledge }) {
    const path = valueOf(facts.driver.libcuda);
    const code = valueOf(facts.driver.cuInitUnmasked) ?? 0;
    if (path === undefined || code === 0 || !(code === 34 || foreign.test(path))) return undefined;
    const others = valueOf(facts.driver.cuda)?.others ?? [];
    const kept = (valueOf(facts.environment.ldLibraryPath) ?? []).filter(
      (folder) => folder !== folderOf(path),
    );
    return {
      severity: 'error',
      summary: `A stand-in for the driver's library is loaded: ${path}. It cannot reach the GPU.`,
      evidence: [
        ...seen('libcuda that is loaded', facts.driver.libcuda),
        ...seen('cuInit returns', facts.driver.cuInitUnmasked, (one) =>
          nameCudaError(knowledge, one),
        ),
        ...(others.length > 0
          ? [evidence('other libcuda files', others.join(', '), 'the dynamic loader')]
          : []),
      ],
      remedies: [
        keepFolders(
          facts,
          'drop-shadow-folder',
          `Take ${folderOf(path)} out of LD_LIBRARY_PATH.`,
          kept,
        ),
        ...(inContainer(facts) ? [startWithGpu(facts)] : []),
      ],
    };
  },
};
