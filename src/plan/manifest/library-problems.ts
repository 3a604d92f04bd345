import { majorOf, olderThan } from '../../knowledge/version.ts';
import { packageNamed, type About } from './about.ts';
import { certain, type RatedProblem } from './problem.ts';
import { admits } from './requirement.ts';

/** Packages of another CUDA than the one that TensorFlow was built for. */
export function cudaMajors({ manifest, release, version, asksAndCuda }: About): RatedProblem[] {
  const built =
    release?.cuda === null || release?.cuda === undefined ? null : majorOf(release.cuda);
  if (built === null || built < 11) return [];
  const foreign = manifest.packages.flatMap((one) => {
    const major = /^nvidia-.*-cu(\d{2})$/u.exec(one.name)?.[1];
    return major === undefined || Number(major) === built ? [] : [{ one, major: Number(major) }];
  });
  const said = foreign.map(({ one, major }) =>
    asksAndCuda && /cudnn|nccl|nvshmem/u.test(one.name)
      ? certain(
          one.line,
          'mixed-cuda-wheels',
          `\`${one.name}\` and the package for CUDA ${built} that TensorFlow brings write into the same folder.`,
        )
      : certain(
          one.line,
          major > built && major >= 13 ? 'cuda-13-installed' : 'cuda-version-wrong',
          `\`${one.name}\` is for CUDA ${major}; TensorFlow ${version ?? ''} opens the libraries of CUDA ${built}.`,
        ),
  );
  const torch = manifest.packages.find((one) => one.name === 'torch');
  const index = manifest.indexes.find((one) => /\/cu13\d?\b/u.test(one.url));
  const torch13 = torch !== undefined && (index !== undefined || /\+cu13/u.test(torch.spec));
  return !torch13 || !asksAndCuda || built !== 12
    ? said
    : [
        ...said,
        certain(
          torch.line,
          'mixed-cuda-wheels',
          "PyTorch for CUDA 13 and TensorFlow's packages for CUDA 12 both write into nvidia/cudnn and nvidia/nccl: one of the two breaks. Give each an environment of its own.",
        ),
      ];
}

/** Some versions of cuDNN on PyPI, newest first: enough to see which one a specification takes. */
const cudnnReleases = [
  '9.28.0.42',
  '9.10.2.21',
  '9.5.0.50',
  '9.3.0.75',
  '8.9.7.29',
  '8.7.0.84',
  '8.6.0.163',
];

/** A cuDNN that this TensorFlow does not open, or that has no code for the GPU. */
export function cudnnProblems(about: About): RatedProblem[] {
  const { release, version, asksAndCuda, wish } = about;
  const asked =
    packageNamed(about, 'nvidia-cudnn-cu12') ?? packageNamed(about, 'nvidia-cudnn-cu11');
  if (release?.cudnn === null || release?.cudnn === undefined) return [];
  const wanted = majorOf(release.cudnn) ?? 0;
  const pinnedByExtra = asksAndCuda && olderThan(release.tensorflow, '2.20');
  const said: RatedProblem[] = [];
  if (asked !== undefined && !pinnedByExtra) {
    const newest = majorOf(cudnnReleases.find((one) => admits(asked.spec, one)) ?? '') ?? wanted;
    if (newest !== wanted) {
      said.push(
        certain(
          asked.line,
          'cudnn-version-mismatch',
          `\`${asked.name}${asked.spec}\` gives cuDNN ${newest}; TensorFlow ${version ?? release.newest} opens cuDNN ${wanted}. Pin it to \`>=${release.cudnn},<${wanted + 1}\`.`,
        ),
      );
    }
  }
  const old =
    wish.gpu.kind === 'nvidia' &&
    olderThan(wish.gpu.capability, '7.5') &&
    !olderThan(wish.gpu.capability, release.lowestCapability ?? '0')
      ? wish.gpu
      : undefined;
  const takesNewest =
    asked === undefined
      ? asksAndCuda && !pinnedByExtra
      : !pinnedByExtra && admits(asked.spec, '9.28.0.42');
  if (old !== undefined && takesNewest && wanted === 9) {
    said.push(
      certain(
        asked?.line ?? about.tensorflow?.line ?? 1,
        'cudnn-version-mismatch',
        `pip takes the newest cuDNN 9, which has no code for ${old.name} (compute capability ${old.capability}) from 9.11 on. Add \`nvidia-cudnn-cu12<9.11\`.`,
      ),
    );
  }
  return said;
}
