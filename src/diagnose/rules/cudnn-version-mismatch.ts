import { valueOf } from '../../facts/fact.ts';
import { distributionsLike } from '../../facts/tensorflow.ts';
import { seen, evidence } from '../evidence.ts';
import type { Remedy } from '../../remedies/remedy.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { installLines, managerOf } from '../../remedies/install.ts';
import { withCuda } from '../../remedies/packages.ts';
import { ownRequirement, sharesWithOther } from '../../remedies/requirements.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { cudnnSuffices, wantedCudnn } from '../wanted.ts';

/** The cuDNN that loads is older than the one that TensorFlow wants. */
export const cudnnVersionMismatch: Rule<'cudnn-version-mismatch'> = {
  id: 'cudnn-version-mismatch',
  link: 'cudnn',
  needs: ({ cudnn }) => [cudnn.main],
  check(input) {
    const { facts, knowledge } = input;
    const version = valueOf(facts.cudnn.version);
    const wanted = wantedCudnn(input);
    const logged = loggedCause(input, 'cudnn-version-mismatch', 0.9);
    const older = version !== undefined && wanted !== undefined && !cudnnSuffices(version, wanted);
    if ((!older && logged === undefined) || valueOf(facts.tensorflow.cudaBuild) === false)
      return undefined;
    return {
      severity: 'error',
      summary: `cuDNN ${version ?? 'of another version'} is loaded, and this TensorFlow needs ${wanted?.version ?? 'a newer one'} or newer: the GPU is listed, and convolutions fail.`,
      evidence: [
        ...seen(
          'cuDNN that is loaded',
          facts.cudnn.main,
          (one) => `${one.version ?? 'unknown version'} (${one.path ?? 'not found'})`,
        ),
        ...(wanted === undefined
          ? []
          : [evidence('cuDNN that TensorFlow wants', wanted.version, wanted.source)]),
        ...(logged === undefined ? [] : logEvidence(input, logged)),
      ],
      remedies: upgrade(input).concat(withCuda(facts, knowledge).slice(0, 1)),
      ruledOut: [{ id: 'cudnn-missing', because: 'a cuDNN is found and loads' }],
    };
  },
};

/** cuDNN alone, where a package of pip's holds it. */
function upgrade({ facts, knowledge }: RuleInput): Remedy[] {
  const asked = ownRequirement(facts, knowledge, /cudnn/u);
  const wheel = distributionsLike(facts.tensorflow, /^nvidia-cudnn/u)[0];
  return asked === undefined ||
    wheel === undefined ||
    managerOf(facts) === 'conda' ||
    sharesWithOther(facts) !== undefined
    ? []
    : [
        remedy(
          'upgrade-cudnn',
          'pip',
          'Install cuDNN in the version that this TensorFlow asks for, then restart Python.',
          installLines(facts, [asked], ['--upgrade']),
        ),
      ];
}
