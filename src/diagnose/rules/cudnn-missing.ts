import { valueOf } from '../../facts/fact.ts';
import { distributionsLike } from '../../facts/tensorflow.ts';
import { majorOf } from '../../knowledge/version.ts';
import { evidence } from '../evidence.ts';
import type { Remedy } from '../../remedies/remedy.ts';
import { faultsOf, libraryEvidence } from '../library-fault.ts';
import { searchFolders, folderOf } from '../../remedies/library-path.ts';
import { installLines, managerOf } from '../../remedies/install.ts';
import { withCuda } from '../../remedies/packages.ts';
import { ownRequirement, sharesWithOther } from '../../remedies/requirements.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { wantedCudnn } from '../wanted.ts';

/** The cuDNN that TensorFlow opens is not to be found. */
export const cudnnMissing: Rule<'cudnn-missing'> = {
  id: 'cudnn-missing',
  link: 'cudnn',
  needs: ({ cudnn }) => [cudnn.main],
  check(input) {
    const { facts, knowledge } = input;
    const main = valueOf(facts.cudnn.main);
    const fault = main === undefined ? undefined : faultsOf(facts, [main])[0];
    if (
      fault === undefined ||
      fault.fault === 'broken' ||
      fault.fault === 'path-bug' ||
      fault.fault === 'mixed'
    )
      return undefined;
    if (valueOf(facts.tensorflow.cudaBuild) === false) return undefined;
    const wanted = wantedCudnn(input);
    const found = fault.clue === null ? '' : ` Only this was found: ${fault.clue}.`;
    return {
      severity: 'error',
      summary: `cuDNN${wanted === undefined ? '' : ` ${majorOf(wanted.version)}`} was not found, so TensorFlow registers no GPU.${found}`,
      evidence: [
        ...libraryEvidence([fault], 'the dynamic loader, asked as TensorFlow asks'),
        ...(wanted === undefined
          ? []
          : [
              evidence(
                'cuDNN that TensorFlow wants',
                `${wanted.version} or newer, same major version`,
                wanted.source,
              ),
            ]),
      ],
      remedies:
        fault.fault === 'not-on-path' && fault.clue !== null
          ? [searchFolders(facts, [folderOf(fault.clue)])]
          : oneOf(cudnnPackage(input), withCuda(facts, knowledge)),
      ruledOut: [
        { id: 'cuda-library-broken', because: 'no file of that name was found' },
        ...(fault.clue === null
          ? []
          : [
              {
                id: 'cudnn-version-mismatch' as const,
                because: 'TensorFlow asks by name and never loads another major version',
              },
            ]),
      ],
    };
  },
};

/** cuDNN alone, where the other libraries come from packages of pip's too. */
function cudnnPackage({ facts, knowledge }: RuleInput): Remedy[] {
  const asked = ownRequirement(facts, knowledge, /cudnn/u);
  const wheels = distributionsLike(facts.tensorflow, /^nvidia-cublas/u).length > 0;
  return asked === undefined ||
    !wheels ||
    managerOf(facts) === 'conda' ||
    sharesWithOther(facts) !== undefined
    ? []
    : [
        remedy(
          'install-cudnn',
          'pip',
          'Install cuDNN as a package of this environment.',
          installLines(facts, [asked]),
        ),
      ];
}

/** The first list that has a remedy: two that do nearly the same would only confuse. */
function oneOf(first: readonly Remedy[], second: readonly Remedy[]): readonly Remedy[] {
  return first.length > 0 ? first : second;
}
