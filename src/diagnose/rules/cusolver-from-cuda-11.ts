import { valueOf } from '../../facts/fact.ts';
import { isBad } from '../../facts/libraries.ts';
import { majorOf, olderThan } from '../../knowledge/version.ts';
import { keepFolders, folderOf } from '../../remedies/library-path.ts';
import { withCuda } from '../../remedies/packages.ts';
import { evidence, seen } from '../evidence.ts';
import type { Rule } from '../rule.ts';
import { wantedCuda } from '../wanted.ts';

/** CUDA 11.8 has cuSOLVER 11.4.1, CUDA 12.0 has 11.4.2; both files are named libcusolver.so.11. */
const firstOfCuda12 = '11.4.2';

/** CUDA 11's cuSOLVER is loaded under a TensorFlow for CUDA 12: it has the same name. */
export const cusolverFromCuda11: Rule<'cusolver-from-cuda-11'> = {
  id: 'cusolver-from-cuda-11',
  link: 'cuda-libraries',
  evenWhenComputed: 'only linear algebra uses cuSOLVER, and that was not computed',
  needs: ({ libraries }) => [libraries.needed],
  check(input) {
    const { facts, knowledge } = input;
    if (majorOf(wantedCuda(input) ?? '') !== 12) return undefined;
    const library = (valueOf(facts.libraries.needed) ?? []).find(
      (one) => one.soname === 'libcusolver.so.11' && !isBad(one),
    );
    const path = library?.path ?? null;
    const version = library?.version ?? '';
    // A file name may say no more than 11, which both CUDA have.
    if (library === undefined || path === null || !/^11\.\d+\.\d/.test(version)) return undefined;
    if (!olderThan(version, firstOfCuda12)) return undefined;
    const kept = (valueOf(facts.environment.ldLibraryPath) ?? []).filter(
      (one) => one !== folderOf(path),
    );
    return {
      severity: 'warning',
      summary: `The cuSOLVER that is loaded belongs to CUDA 11 (${version}), and this TensorFlow uses CUDA 12: linear algebra on the GPU fails.`,
      evidence: [
        evidence('libcusolver.so.11', `${version} (${path})`, 'the dynamic loader'),
        ...seen('CUDA that TensorFlow was built for', facts.tensorflow.builtCuda),
        ...library.elsewhere
          .slice(0, 1)
          .map((one) => evidence('not taken', one, 'the dynamic loader')),
      ],
      remedies: [
        ...(library.elsewhere.length > 0
          ? [
              keepFolders(
                facts,
                'drop-cuda-11',
                `Take ${folderOf(path)} out of LD_LIBRARY_PATH.`,
                kept,
              ),
            ]
          : []),
        ...withCuda(facts, knowledge).slice(0, library.elsewhere.length > 0 ? 0 : 1),
      ],
    };
  },
};
