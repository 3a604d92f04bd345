import { cudnnText } from '../../facts/cudnn.ts';
import { valueOf } from '../../facts/fact.ts';
import type { Library } from '../../facts/libraries.ts';
import { majorOf } from '../../knowledge/version.ts';
import { seen, evidence } from '../evidence.ts';
import { keepFolders } from '../../remedies/library-path.ts';
import { whereSet } from '../../remedies/shell.ts';
import type { Rule } from '../rule.ts';
import { cudnnSuffices, wantedCuda, wantedCudnn } from '../wanted.ts';

/** Whether its file lies in a toolkit of another CUDA: `/usr/local/cuda-11.8/lib64` under a build for 12. */
function ofOtherCuda(library: Library, built: number | null): boolean {
  const toolkit = majorOf(/cuda[-/]v?(\d+)\.\d/i.exec(library.path ?? '')?.[1] ?? '');
  return toolkit !== null && built !== null && toolkit !== built && !/cudnn/.test(library.soname);
}

/** An old folder in LD_LIBRARY_PATH wins over the libraries that came with TensorFlow. */
export const staleLdLibraryPath: Rule<'stale-ld-library-path'> = {
  id: 'stale-ld-library-path',
  link: 'cuda-libraries',
  evenWhenComputed:
    'a library of another CUDA fails only when it is used, as cuSOLVER in linear algebra',
  explains: [
    'cudnn-version-mismatch',
    'cuda-library-broken',
    'cudnn-sublibrary-mismatch',
    'mixed-cuda-wheels',
    'cusolver-from-cuda-11',
  ],
  needs: ({ libraries, environment }) => [libraries.needed, environment.variables],
  check(input) {
    const { facts } = input;
    const folders = (valueOf(facts.environment.ldLibraryPath) ?? []).map((one) =>
      one.replace(/\/+$/, ''),
    );
    const all = [
      ...(valueOf(facts.libraries.needed) ?? []),
      ...(valueOf(facts.libraries.cudnn) ?? []),
    ];
    const wanted = wantedCudnn(input);
    const built = majorOf(wantedCuda(input) ?? '');
    const stale = all.filter((one) => {
      if (one.path === null || !folders.some((folder) => one.path?.startsWith(`${folder}/`)))
        return false;
      const better = one.elsewhere.some((path) => /site-packages\/nvidia\//.test(path));
      const old =
        /cudnn/.test(one.soname) &&
        one.version !== null &&
        wanted !== undefined &&
        !cudnnSuffices(cudnnText(one.version), wanted);
      return better && (one.loads === false || old || ofOtherCuda(one, built));
    });
    const first = stale[0];
    if (first?.path === undefined || first.path === null) return undefined;
    const guilty = folders.filter((folder) =>
      stale.some((one) => one.path?.startsWith(`${folder}/`)),
    );
    const kept = folders.filter((folder) => !guilty.includes(folder));
    return {
      severity: 'error',
      summary: `LD_LIBRARY_PATH names ${guilty.join(', ')}; the old ${first.soname} there is taken instead of the one that came with TensorFlow.`,
      evidence: [
        ...stale.map((one) =>
          evidence(
            one.soname,
            `${one.path} ${one.version ?? ''} instead of ${one.elsewhere[0] ?? ''}`,
            'the dynamic loader',
          ),
        ),
        ...seen('LD_LIBRARY_PATH', facts.environment.ldLibraryPath, (one) => one.join(':')),
      ],
      remedies: [
        keepFolders(
          facts,
          'drop-stale-folder',
          `Take that folder out of LD_LIBRARY_PATH, and start TensorFlow again. ${whereSet(facts)}`,
          kept,
        ),
      ],
      ruledOut: [
        { id: 'cuda-lib-missing', because: 'the right library is installed and only shadowed' },
      ],
    };
  },
};
