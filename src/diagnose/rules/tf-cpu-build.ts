import { valueOf } from '../../facts/fact.ts';
import { distributionsLike } from '../../facts/tensorflow.ts';
import { seen, evidence } from '../evidence.ts';
import { replaceBy } from '../../remedies/packages.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** This build of TensorFlow has no CUDA in it. */
export const tfCpuBuild: Rule<'tf-cpu-build'> = {
  id: 'tf-cpu-build',
  link: 'tensorflow-build',
  withoutGpu: true,
  explains: ['nvcc-toolkit-confusion'],
  needs: ({ tensorflow }) =>
    tensorflow.installed.state === 'absent' ? [] : [tensorflow.packages, tensorflow.cudaBuild],
  check(input) {
    const { facts, knowledge } = input;
    const elsewhere =
      valueOf(facts.tensorflow.fromConda) === true ||
      valueOf(facts.tensorflow.rocmBuild) === true ||
      valueOf(facts.platform.os) !== 'linux' ||
      valueOf(facts.platform.machine) === 'arm64';
    if (
      valueOf(facts.tensorflow.cudaBuild) !== false ||
      elsewhere ||
      facts.live.listed.state === 'known'
    )
      return undefined;
    const names = (valueOf(facts.tensorflow.distributions) ?? []).map(
      (one) => `${one.name} ${one.version}`,
    );
    const gpu = facts.gpus.present.state === 'known';
    const version = valueOf(facts.tensorflow.version);
    const drop = distributionsLike(
      facts.tensorflow,
      /^(tensorflow-cpu|tf-nightly-cpu|intel-tensorflow\S*)$/,
    ).map((one) => one.name);
    return {
      severity: gpu ? 'error' : 'info',
      summary: gpu
        ? 'This TensorFlow was built for processors only, and cannot use the GPU.'
        : 'This TensorFlow is the build for processors only.',
      evidence: [
        ...seen('built with CUDA', facts.tensorflow.cudaBuild, (yes) => (yes ? 'yes' : 'no')),
        ...(names.length > 0 ? [evidence('package', names.join(', '), 'installed packages')] : []),
      ],
      remedies: gpu
        ? [
            remedy(
              'install-gpu-build',
              'pip',
              'Replace it with the build for GPUs.',
              replaceBy(facts, knowledge, drop, version),
            ),
          ]
        : [],
      ruledOut: [
        { id: 'cuda-lib-missing', because: 'a build without CUDA never opens CUDA libraries' },
      ],
    };
  },
};
