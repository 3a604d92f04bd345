import { valueOf } from '../../facts/fact.ts';
import { minorOf, olderThan, majorOf } from '../../knowledge/version.ts';
import { cudnnPackage, limitPackage } from '../../remedies/cuda-parts.ts';
import { evidence, seen } from '../evidence.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import type { Rule } from '../rule.ts';
import { capabilitiesOf } from '../wanted.ts';

/** Versions below this one failed in public reports (9.3, 9.5.1); from 9.6 on nobody has measured the boundary. */
const failedBelow = '9.6';

/** TensorFlow 2.21 takes cuDNN 9.3, and XLA then finds no way to compute a convolution with bias and activation. */
export const cudnnTooOldForXla: Rule<'cudnn-too-old-for-xla'> = {
  id: 'cudnn-too-old-for-xla',
  link: 'cudnn',
  evenWhenComputed: 'only what XLA compiles fails, as Keras does in model.fit',
  provenByXla: true,
  assumed:
    'the boundary: model.fit with Conv2D under 2.21 and each cuDNN from 9.6 to 9.10 would show it',
  needs: ({ cudnn, tensorflow }) => [cudnn.version, tensorflow.version],
  check(input) {
    const { facts } = input;
    const version = valueOf(facts.cudnn.version);
    const logged = loggedCause(input, 'cudnn-too-old-for-xla');
    // Where TensorFlow lists no GPU nothing is compiled for one.
    const noGpu = facts.live.run.state === 'known' && facts.live.listed.state !== 'known';
    const old =
      !noGpu &&
      version !== undefined &&
      minorOf(valueOf(facts.tensorflow.version) ?? '') === '2.21' &&
      majorOf(version) === 9 &&
      olderThan(version, failedBelow);
    if (!old && logged === undefined) return undefined;
    const beforeTuring = capabilitiesOf(input).some((one) => olderThan(one.capability, '7.5'));
    return {
      severity: logged === undefined ? 'warning' : 'error',
      summary: `${version === undefined ? 'cuDNN' : `cuDNN ${version}`} is too old for what XLA compiles in this TensorFlow: model.fit with convolutions fails.`,
      evidence: [
        ...seen(
          'cuDNN',
          facts.cudnn.main,
          (one) => `${version ?? 'unknown version'} (${one.path ?? one.soname})`,
        ),
        ...seen('TensorFlow', facts.tensorflow.version),
        evidence(
          'known to fail',
          `cuDNN older than ${failedBelow} with TensorFlow 2.21`,
          'aws/deep-learning-containers#6417, #6418; calad0i/HGQ2#14',
        ),
        ...(logged === undefined ? [] : logEvidence(input, logged)),
      ],
      remedies: [
        limitPackage(
          facts,
          'newer-cudnn',
          'Install a newer cuDNN, then restart Python.',
          // Above 9.10 no code for GPUs before Turing is left.
          `${cudnnPackage(facts)}>=9.10,<${beforeTuring ? '9.11' : '10'}`,
        ),
      ],
      ruledOut: [
        { id: 'cudnn-version-mismatch', because: "TensorFlow's own requirements allow this cuDNN" },
      ],
    };
  },
};
