import { valueOf } from '../../facts/fact.ts';
import { distributionsLike } from '../../facts/tensorflow.ts';
import { andCudaPackages } from '../../knowledge/tensorflow.ts';
import { seen, evidence } from '../evidence.ts';
import type { Remedy } from '../../remedies/remedy.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { pipInstall, withCuda } from '../../remedies/packages.ts';
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

function upgrade({ facts, knowledge }: RuleInput): Remedy[] {
  const asked = (andCudaPackages(knowledge, valueOf(facts.tensorflow.version) ?? '') ?? []).find(
    (one) => /cudnn/.test(one),
  );
  const wheel = distributionsLike(facts.tensorflow, /^nvidia-cudnn/)[0];
  return asked === undefined || wheel === undefined
    ? []
    : [
        remedy('upgrade-cudnn', 'pip', 'Upgrade the package of cuDNN, then restart Python.', [
          pipInstall(facts, '--upgrade', asked),
        ]),
      ];
}
