import { valueOf } from '../../facts/fact.ts';
import { familyOf, type Library } from '../../facts/libraries.ts';
import { faultsOf, libraryEvidence } from '../library-fault.ts';
import { searchFolders, folderOf } from '../../remedies/library-path.ts';
import { reinstall } from '../../remedies/cuda-parts.ts';
import { withCuda } from '../../remedies/packages.ts';
import { remedy } from '../../remedies/remedy.ts';
import { quote } from '../../remedies/shell.ts';
import type { Remedy } from '../../remedies/remedy.ts';
import type { Rule, RuleInput } from '../rule.ts';

const reasons: Readonly<Record<string, string>> = {
  dangling: 'it is a link to a file that is not there',
  empty: 'the file is empty',
  'not-elf': 'the file is no library (a text or a pointer of Git LFS)',
  'wrong-class': 'it is a 32-bit library',
  truncated: 'the file is cut off',
  dependency: 'a library that it needs is missing',
  version: 'it needs a newer version of another library',
  permission: 'this user may not read it',
  crash: 'loading it crashes',
};

/** A library that is there and does not load. */
export const cudaLibraryBroken: Rule<'cuda-library-broken'> = {
  id: 'cuda-library-broken',
  link: 'cuda-libraries',
  explains: ['cudnn-missing', 'cudnn-sublibrary-mismatch'],
  needs: ({ libraries }) => [libraries.needed, libraries.cudnn],
  check(input) {
    const { facts, knowledge } = input;
    const main = valueOf(facts.cudnn.main);
    const all = [...(valueOf(facts.libraries.needed) ?? []), ...(main === undefined ? [] : [main])];
    const faults = faultsOf(facts, all).filter((one) => one.fault === 'broken');
    const first = faults[0]?.library;
    if (first === undefined) return undefined;
    const why = reasons[first.why ?? ''] ?? 'the loader refuses it';
    const path = first.path ?? first.soname;
    const own = /site-packages/.test(path);
    return {
      severity: 'error',
      summary: `The library ${first.soname} is there but cannot be loaded: ${why}${first.dependency === null ? '' : ` (${first.dependency})`}.`,
      evidence: libraryEvidence(faults, 'the dynamic loader, asked as TensorFlow asks'),
      remedies: own
        ? reinstallOrBring(input, packageOf(first))
        : [
            ...(first.elsewhere.length > 0
              ? [searchFolders(facts, [folderOf(first.elsewhere[0] ?? '')])]
              : []),
            remedy(
              'remove-broken',
              'system',
              `Remove or repair ${path}; then let the packages of this environment bring the libraries.`,
              [`ls -l ${quote(path, facts)}`],
            ),
            ...withCuda(facts, knowledge).slice(0, 1),
          ],
      ruledOut: [{ id: 'cuda-lib-missing', because: `the loader found ${path}` }],
    };
  },
};

/** The installed package that brings a library. */
function packageOf(library: Library): RegExp {
  const family = familyOf(library.soname).replace('cudart', 'runtime').replace(/Lt$/u, '');
  // A soname may come from somebody else's snapshot: it is a name to compare, never a pattern.
  return new RegExp(`^(?:nvidia-[a-z-]*|lib)?${family.replaceAll(/\W/gu, '')}`, 'u');
}

function reinstallOrBring({ facts, knowledge }: RuleInput, name: RegExp): readonly Remedy[] {
  const summary = 'Install the package of this library again.';
  const again = reinstall(facts, name, { id: 'reinstall-cuda', summary });
  return again.length > 0 ? again : withCuda(facts, knowledge);
}
