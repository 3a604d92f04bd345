import { valueOf } from '../../facts/fact.ts';
import { searchFolders, folderOf } from '../../remedies/library-path.ts';
import { evidence } from '../evidence.ts';
import type { Rule } from '../rule.ts';
import { onWsl } from '../where.ts';

/** Files of this name that are not it: stubs, forward compatibility, copies in packages, libraries of 32-bit programs. */
const standIn = /stubs|compat|conda|site-packages|i[36]86|lib32/;

/** The driver's library is there, in a folder that the loader does not search (NixOS, GKE, Colab, Jetson). */
export const libcudaNotOnPath: Rule<'libcuda-not-on-path'> = {
  id: 'libcuda-not-on-path',
  link: 'driver',
  explains: [
    'libcuda-missing',
    'container-no-gpu',
    'container-no-compute-capability',
    'nvml-missing',
    'driver-not-loaded',
  ],
  needs: ({ driver }) => [driver.cuda],
  check({ facts }) {
    if (facts.driver.cuda.state !== 'absent' || onWsl(facts)) return undefined;
    const path = valueOf(facts.driver.otherLibcuda)?.find((one) => !standIn.test(one));
    if (path === undefined) return undefined;
    return {
      severity: 'error',
      summary: `The driver's library is in ${folderOf(path)}, and the loader does not look there.`,
      evidence: [
        evidence('libcuda', path, 'the folders where drivers are put'),
        evidence(
          'loading libcuda.so.1',
          valueOf(facts.driver.libcudaError) ?? 'not found',
          'the dynamic loader',
        ),
      ],
      remedies: [searchFolders(facts, [folderOf(path)])],
      ruledOut: [{ id: 'libcuda-missing', because: `the file ${path} is there` }],
    };
  },
};
