import { stableReleases } from '../../knowledge/tensorflow.ts';
import { compareVersions, majorOf, olderThan } from '../../knowledge/version.ts';
import { range } from '../releases.ts';
import { pathTroubleOf } from '../troubles.ts';
import { packageNamed, tensorflowPackages, variableNamed, type About } from './about.ts';
import { cudaMajors, cudnnProblems } from './library-problems.ts';
import { possible, certain, type RatedProblem } from './problem.ts';
import type { Wanted } from './manifest.ts';
import { admits } from './requirement.ts';

/** What the packages say, whatever kind of file they stand in. */
export function packageProblems(about: About): RatedProblem[] {
  if (about.tensorflow === undefined) return [];
  return [
    ...names(about, about.tensorflow),
    ...severalTensorFlows(about),
    ...python(about, about.tensorflow),
    ...extra(about, about.tensorflow),
    ...cudaMajors(about),
    ...cudnnProblems(about),
    ...oldPackages(about),
    ...gpuProblems(about, about.tensorflow),
  ];
}

function names({ manifest }: About, tensorflow: Wanted): RatedProblem[] {
  return manifest.packages.flatMap((one) => {
    if (
      /^(tensorflow|tf-nightly|intel-tensorflow|tensorflow-intel)(-cpu)?$/u.test(one.name) &&
      /-cpu$|intel/u.test(one.name)
    ) {
      return [
        certain(
          one.line,
          'tf-cpu-build',
          `\`${one.name}\` is built without GPU support. Ask for \`tensorflow[and-cuda]\`.`,
        ),
      ];
    }
    if (one.name === 'tensorflow-gpu' && one.from === 'pip' && !onlyBefore212(one.spec)) {
      return [
        certain(
          one.line,
          'tensorflow-gpu-package-removed',
          'The package `tensorflow-gpu` was removed: from 2.12 on it only fails to install. Ask for `tensorflow[and-cuda]`.',
        ),
      ];
    }
    if (one.from === 'conda' && one === tensorflow && /(?:cpu|mkl|eigen)/u.test(one.spec)) {
      return [
        certain(
          one.line,
          'conda-cpu-build',
          `\`${one.spec}\` names a build without CUDA. Ask for \`tensorflow=*=cuda*\`.`,
        ),
      ];
    }
    return [];
  });
}

const onlyBefore212 = (spec: string): boolean =>
  spec !== '' && !admits(spec, '2.12.0') && !admits(spec, '2.99.0');

function severalTensorFlows({ manifest }: About): RatedProblem[] {
  const all = manifest.packages.filter((one) => tensorflowPackages.has(one.name));
  const first = all[0];
  const other = all.find(
    (one) => first !== undefined && (one.name !== first.name || one.from !== first.from),
  );
  if (first === undefined || other === undefined) return [];
  const named = (one: Wanted): string =>
    `\`${one.name}\`${first.from === other.from ? '' : ` of ${one.from}`}`;
  return [
    certain(
      other.line,
      'two-tensorflows',
      `${named(first)} (line ${first.line}) and ${named(other)} write into the same folder, and whichever comes last wins. Keep one.`,
    ),
  ];
}

function python(
  { manifest, release, pythons, knowledge, wish }: About,
  { spec, line }: Wanted,
): RatedProblem[] {
  const asked = manifest.python;
  if (asked === null || pythons.length === 0 || wish.system === 'windows') {
    return wish.pythonAsked &&
      wish.python !== null &&
      release !== undefined &&
      !release.python.linux.includes(wish.python)
      ? [
          certain(
            line,
            'python-version-unsupported',
            `TensorFlow ${release.newest} has no package for Python ${wish.python}, only for ${range(release.python.linux)}.`,
          ),
        ]
      : [];
  }
  if (release !== undefined) return [];
  const wanted = stableReleases(knowledge).find((row) => admits(spec, row.newest));
  const has =
    wanted === undefined ? '' : `; ${wanted.newest} has them for ${range(wanted.python.linux)}`;
  return [
    certain(
      asked.line,
      'python-version-unsupported',
      `No stable TensorFlow that line ${line} allows has a package for Python ${asked.spec}${has}.`,
    ),
  ];
}

function extra(about: About, tensorflow: Wanted): RatedProblem[] {
  const { release, version, asksAndCuda, manifest } = about;
  if (tensorflow.from === 'conda' || release === undefined || tensorflow.name !== 'tensorflow')
    return [];
  const { line } = tensorflow;
  if (!asksAndCuda) return bare(about, tensorflow);
  if (!release.andCuda) {
    return [
      certain(
        line,
        'cuda-lib-missing',
        `TensorFlow ${version ?? ''} has no extra \`and-cuda\` (it began with 2.14): pip installs it without CUDA libraries.`,
      ),
    ];
  }
  if (version === '2.15.0') {
    return [
      certain(
        line,
        'cuda-lib-missing',
        '`tensorflow[and-cuda]==2.15.0` asks for TensorRT packages that many cannot install. 2.15.1 does not.',
      ),
    ];
  }
  const conda = manifest.packages.find(
    (one) =>
      one.from === 'conda' && /^(cudatoolkit|cudnn|cuda-toolkit|cuda-cudart)$/u.test(one.name),
  );
  const mixed =
    conda === undefined
      ? []
      : [
          certain(
            conda.line,
            'mixed-cuda-wheels',
            `\`${conda.name}\` of conda comes beside the CUDA packages of \`[and-cuda]\`: two versions can meet in one process. Keep one of them.`,
          ),
        ];
  const trouble = pathTroubleOf(release);
  const path = variableNamed(about, 'LD_LIBRARY_PATH')?.value ?? '';
  if (trouble === undefined || trouble.folders.every((one) => path.includes(`nvidia/${one}/lib`)))
    return mixed;
  const would =
    tensorflow.spec === '' || !tensorflow.spec.startsWith('==')
      ? ` (pip takes ${release.newest})`
      : '';
  return [
    ...mixed,
    certain(
      line,
      'and-cuda-path-bug',
      `TensorFlow ${release.tensorflow}${would}: ${trouble.because} Take \`tensorflow[and-cuda]==2.20.0\`, or set the variable.`,
    ),
  ];
}

/** Without the extra, the CUDA libraries have to come from somewhere else. */
function bare(about: About, { line }: Wanted): RatedProblem[] {
  const { release, manifest } = about;
  const brought = manifest.packages.some((one) =>
    /^nvidia-(cublas|cuda-runtime)|^cudatoolkit$|^cuda-cudart/u.test(one.name),
  );
  if (brought || release === undefined || manifest.kind === 'dockerfile') return [];
  const with14 = release.andCuda ? ' `tensorflow[and-cuda]` brings them.' : '';
  return [
    possible(
      line,
      'cuda-lib-missing',
      `This brings no CUDA libraries: TensorFlow uses a GPU only where CUDA ${release.cuda ?? ''} and cuDNN ${release.cudnn ?? ''} are installed otherwise.${with14}`,
    ),
  ];
}

/** Releases that name no upper bound for NumPy and protobuf, and break with what pip takes today. */
function oldPackages(about: About): RatedProblem[] {
  const { release, tensorflow, version } = about;
  if (release === undefined || tensorflow?.from !== 'pip') return [];
  const between = (from: string, to: string): boolean =>
    compareVersions(release.tensorflow, from) >= 0 && compareVersions(release.tensorflow, to) <= 0;
  const said: RatedProblem[] = [];
  const numpy = packageNamed(about, 'numpy');
  const free = numpy === undefined || admits(numpy.spec, '2.0.0');
  if (
    free &&
    (between('2.7', '2.11') || version === '2.14.0') &&
    about.pythons.every((one) => !olderThan(one, '3.9'))
  ) {
    said.push(
      certain(
        numpy?.line ?? tensorflow.line,
        'numpy2-abi',
        `TensorFlow ${version ?? ''} sets no upper bound for NumPy and fails with NumPy 2. Add \`numpy<2\`.`,
      ),
    );
  }
  const protobuf = packageNamed(about, 'protobuf');
  if (between('2.5', '2.8') && (protobuf === undefined || admits(protobuf.spec, '4.21.0'))) {
    said.push(
      certain(
        protobuf?.line ?? tensorflow.line,
        'protobuf-version',
        `TensorFlow ${version ?? ''} sets no upper bound for protobuf and fails from 3.21 on. Add \`protobuf<3.21\`.`,
      ),
    );
  }
  return said;
}

/** Only where a GPU was named beside the file. */
function gpuProblems({ release, wish, knowledge }: About, { line }: Wanted): RatedProblem[] {
  if (release === undefined || wish.gpu.kind !== 'nvidia') return [];
  const { name, capability } = wish.gpu;
  if (release.lowestCapability !== null && olderThan(capability, release.lowestCapability)) {
    return [
      certain(
        line,
        'compute-capability-too-low',
        `TensorFlow ${release.newest} has code for GPUs from compute capability ${release.lowestCapability} on; ${name} has ${capability}.`,
      ),
    ];
  }
  const highest = knowledge.cuda.find((one) => one.cuda === release.cuda)?.highestCapability;
  return highest !== undefined && (majorOf(capability) ?? 0) > (majorOf(highest) ?? 0)
    ? [
        certain(
          line,
          'compute-capability-too-new',
          `TensorFlow ${release.newest} is older than ${name} (compute capability ${capability}) and has no code for it.`,
        ),
      ]
    : [];
}
