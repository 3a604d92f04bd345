import { valueOf, sourceOf } from '../../facts/fact.ts';
import { kernelFit } from '../../knowledge/gpus.ts';
import { majorOf } from '../../knowledge/version.ts';
import { evidence } from '../evidence.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { ngcContainer } from '../../remedies/container.ts';
import { remedy } from '../../remedies/remedy.ts';
import { setVariable } from '../../remedies/shell.ts';
import type { Rule } from '../rule.ts';
import { kernelsOf, capabilitiesOf } from '../wanted.ts';

/** The GPU is newer than every code in this TensorFlow, which must be compiled for it or fails. */
export const computeCapabilityTooNew: Rule<'compute-capability-too-new'> = {
  id: 'compute-capability-too-new',
  link: 'tensorflow-devices',
  evenWhenComputed:
    'its code is compiled anew after each update of driver or TensorFlow, for up to half an hour',
  explains: ['display-watchdog-timeout', 'ptxas-too-old'],
  needs: ({ gpus, tensorflow }) => [gpus.visible, tensorflow.installed],
  check(input) {
    const { facts } = input;
    const kernels = kernelsOf(input);
    const built = Math.max(
      ...(kernels ?? []).map((one) => Number(/(\d+)\d[af]?$/.exec(one)?.[1] ?? 0)),
    );
    const gpu = capabilitiesOf(input).find(
      (one) =>
        kernels !== undefined &&
        kernelFit(kernels, one.capability) === 'ptx' &&
        (majorOf(one.capability) ?? 0) > built,
    );
    if (gpu === undefined || valueOf(facts.tensorflow.cudaBuild) === false) return undefined;
    const tried = valueOf(facts.live.computations);
    const works = tried !== undefined && tried.every((one) => one.result === 'ok');
    const fails = !works && tried !== undefined;
    const logged = loggedCause(input, 'compute-capability-too-new', 0.85);
    return {
      severity: fails ? 'error' : 'warning',
      summary: works
        ? `${gpu.name ?? 'The GPU'} is newer than this TensorFlow: it works, after compiling its code for up to half an hour at first use.`
        : `${gpu.name ?? 'The GPU'} (compute capability ${gpu.capability}) is newer than this TensorFlow, which has no ready code for it${fails ? ', and computing fails' : ''}.`,
      evidence: [
        evidence(
          gpu.name ?? 'NVIDIA GPU',
          `compute capability ${gpu.capability}`,
          sourceOf(facts.gpus.visible),
        ),
        evidence(
          'GPU code in this TensorFlow',
          (kernels ?? []).join(', '),
          'build_info.py of TensorFlow',
        ),
        ...(logged === undefined ? [] : logEvidence(input, logged)),
      ],
      remedies: [
        remedy(
          'build-for-card',
          'pip',
          "Use conda-forge's build for CUDA 12.8, which has code for new GPUs, in an environment of its own.",
          [
            "conda create -n tf-gpu -c conda-forge --override-channels 'tensorflow=2.19.1=cuda128*'",
          ],
        ),
        ngcContainer(facts, "Or use NVIDIA's TensorFlow container, which is made for new GPUs."),
        remedy(
          'keep-compiled',
          'env',
          'Keep what was compiled, so that only the first start is slow.',
          [setVariable('CUDA_CACHE_MAXSIZE', '4294967296', facts)],
          { CUDA_CACHE_MAXSIZE: '4294967296' },
        ),
      ],
    };
  },
};
