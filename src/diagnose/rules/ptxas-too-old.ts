import { valueOf, sourceOf } from '../../facts/fact.ts';
import { compareVersions, minorOf } from '../../knowledge/version.ts';
import { evidence } from '../evidence.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { pipInstall } from '../../remedies/packages.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';
import { capabilitiesOf } from '../wanted.ts';

/** The ptxas that is found does not know the card. */
export const ptxasTooOld: Rule = {
  id: 'ptxas-too-old',
  link: 'cuda-libraries',
  needs: ({ libraries }) => [libraries.tools],
  check(about) {
    const { facts, knowledge } = about;
    const logged = loggedCause(about, 'ptxas-too-old');
    const tool = valueOf(facts.libraries.tools)?.find((one) => one.name.startsWith('ptxas'));
    const version = tool?.version ?? undefined;
    const row =
      version === undefined
        ? undefined
        : knowledge.cuda.find((one) => one.cuda === minorOf(version));
    const card = capabilitiesOf(about).find(
      (one) => row !== undefined && compareVersions(one.capability, row.highestCapability) > 0,
    );
    if (
      (card === undefined && logged === undefined) ||
      valueOf(facts.tensorflow.cudaBuild) === false
    )
      return undefined;
    return {
      severity: logged === undefined ? 'warning' : 'error',
      summary:
        `ptxas ${version ?? ''} is older than the card${card === undefined ? '' : ` (compute capability ${card.capability})`}: what must be compiled for it fails.`.replace(
          '  ',
          ' ',
        ),
      evidence: [
        ...(tool?.path
          ? [
              evidence(
                'ptxas',
                `${tool.path} ${version ?? ''}`.trim(),
                "PATH and TensorFlow's folders",
              ),
            ]
          : []),
        ...(card === undefined
          ? []
          : [evidence('compute capability', card.capability, sourceOf(facts.gpus.cards))]),
        ...(logged === undefined ? [] : logEvidence(about, logged)),
      ],
      remedies: [
        remedy('newer-ptxas', 'pip', 'Install a newer ptxas of CUDA 12 and put it first on PATH.', [
          pipInstall(facts, 'nvidia-cuda-nvcc-cu12>=12.8'),
        ]),
      ],
    };
  },
};
