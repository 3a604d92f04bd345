import { majorOf } from '../../knowledge/version.ts';
import { variableNamed, type About } from './about.ts';
import { possible, certain, type RatedProblem } from './problem.ts';

/** What the image, its variables and its system packages say. */
export function imageProblems(about: About): RatedProblem[] {
  return [
    ...variables(about),
    ...image(about),
    ...driverInside(about),
    ...condaWithoutDriver(about),
  ];
}

function variables(about: About): RatedProblem[] {
  const said: RatedProblem[] = [];
  const capabilities = variableNamed(about, 'NVIDIA_DRIVER_CAPABILITIES');
  if (capabilities !== undefined && !/(^|,)\s*(all|compute)\s*(,|$)/u.test(capabilities.value)) {
    said.push(
      certain(
        capabilities.line,
        'container-no-compute-capability',
        `NVIDIA_DRIVER_CAPABILITIES=${capabilities.value} leaves out \`compute\`: nvidia-smi works in the container, libcuda is not there.`,
      ),
    );
  }
  const devices = variableNamed(about, 'NVIDIA_VISIBLE_DEVICES');
  if (devices !== undefined && /^(void|none|)$/u.test(devices.value.trim())) {
    said.push(
      certain(
        devices.line,
        'container-no-gpu',
        `NVIDIA_VISIBLE_DEVICES=${devices.value} asks for no GPU.`,
      ),
    );
  }
  const mask = variableNamed(about, 'CUDA_VISIBLE_DEVICES');
  if (mask !== undefined && /^(|-\d+|none|NoDevFiles)$/u.test(mask.value.trim())) {
    said.push(
      certain(
        mask.line,
        'cuda-visible-devices',
        `CUDA_VISIBLE_DEVICES=${mask.value} hides every GPU from TensorFlow.`,
      ),
    );
  }
  const path = variableNamed(about, 'LD_LIBRARY_PATH');
  if (path !== undefined && /\/stubs(\/|:|$)/u.test(path.value)) {
    said.push(
      certain(
        path.line,
        'libcuda-compat-shadow',
        "LD_LIBRARY_PATH names the toolkit's `stubs`: the libcuda in it is for linking only and finds no GPU.",
      ),
    );
  }
  return said;
}

function image(about: About): RatedProblem[] {
  const { manifest, tensorflow, asksAndCuda, release, version } = about;
  if (manifest.image === null) return [];
  const { name, line } = manifest.image;
  const official = /^(?:docker\.io\/)?tensorflow\/tensorflow(?::([^@]*))?/u.exec(name);
  if (official !== null && tensorflow === undefined) {
    const [, tag = 'latest'] = official;
    return tag.includes('gpu')
      ? []
      : [
          certain(
            line,
            'tf-cpu-build',
            `The image \`${name}\` has TensorFlow without GPU support; the tags with \`-gpu\` have it.`,
          ),
        ];
  }
  if (tensorflow === undefined) return [];
  if (/alpine/u.test(name) && tensorflow.from === 'pip') {
    return [
      certain(
        line,
        'tensorflow-not-installed',
        `\`${name}\` is Alpine, for which there is no package of TensorFlow. Take a Debian image, such as \`python:3.12-slim\`.`,
      ),
    ];
  }
  if (
    asksAndCuda ||
    release === undefined ||
    tensorflow.from === 'conda' ||
    tensorflow.name !== 'tensorflow'
  )
    return [];
  return withoutExtra(
    name,
    line,
    release.cuda ?? '',
    release.cudnn ?? '',
    version ?? release.newest,
  );
}

/** TensorFlow without its extra needs the CUDA and the cuDNN of the image. */
function withoutExtra(
  name: string,
  line: number,
  cuda: string,
  cudnn: string,
  version: string,
): RatedProblem[] {
  const wants = `TensorFlow ${version} wants CUDA ${majorOf(cuda) ?? ''} and cuDNN ${majorOf(cudnn) ?? ''}`;
  const bring = 'Ask for `tensorflow[and-cuda]`, which brings its own.';
  const base = /nvidia\/cuda:(\d+)(?:\.[\d.]+)?-(?:(cudnn\d*)-)?(base|runtime|devel)/u.exec(name);
  if (base !== null) {
    const [, major = '', withCudnn, flavour] = base;
    if (Number(major) !== majorOf(cuda)) {
      const id = Number(major) >= 13 ? 'cuda-13-installed' : 'cuda-version-wrong';
      return [certain(line, id, `\`${name}\` has CUDA ${major}; ${wants}. ${bring}`)];
    }
    if (flavour === 'base')
      return [
        certain(
          line,
          'cuda-lib-missing',
          `\`${name}\` has no cuBLAS and no cuDNN; ${wants}. ${bring}`,
        ),
      ];
    if (withCudnn === undefined)
      return [certain(line, 'cudnn-missing', `\`${name}\` has no cuDNN; ${wants}. ${bring}`)];
    const has = Number(/\d+/u.exec(withCudnn)?.[0] ?? Number.NaN);
    return Number.isNaN(has) || has === majorOf(cudnn)
      ? []
      : [
          certain(
            line,
            'cudnn-version-mismatch',
            `\`${name}\` has cuDNN ${has}; ${wants}. ${bring}`,
          ),
        ];
  }
  if (/^(?:docker\.io\/)?(?:library\/)?(?:python|ubuntu|debian)(?::|@|$)/u.test(name)) {
    return [
      certain(line, 'cuda-lib-missing', `\`${name}\` has no CUDA libraries; ${wants}. ${bring}`),
    ];
  }
  return [
    possible(
      line,
      'cuda-lib-missing',
      `${wants}, and we do not know whether \`${name}\` has them.`,
    ),
  ];
}

/** The driver of a container is the host's; one from a package inside gets in its way. */
function driverInside({ manifest }: About): RatedProblem[] {
  const driver = manifest.systemPackages.find((one) =>
    /^(nvidia-driver|nvidia-utils|libnvidia-compute|libcuda1|cuda-drivers|nvidia-headless)/u.test(
      one.name,
    ),
  );
  return driver === undefined
    ? []
    : [
        certain(
          driver.line,
          'driver-library-mismatch',
          `\`${driver.name}\` puts a driver into the image. A container uses the host's, and two versions of it do not work together.`,
        ),
      ];
}

/** While an image is built there is no driver, and conda then takes the build without CUDA. */
function condaWithoutDriver(about: About): RatedProblem[] {
  const { manifest, tensorflow } = about;
  if (manifest.kind !== 'dockerfile' || tensorflow?.from !== 'conda') return [];
  if (/cuda/u.test(tensorflow.spec) || variableNamed(about, 'CONDA_OVERRIDE_CUDA') !== undefined)
    return [];
  return [
    possible(
      tensorflow.line,
      'conda-cpu-build',
      'While an image is built conda sees no driver and takes the TensorFlow without CUDA. Ask for `tensorflow=*=cuda*`, and set CONDA_OVERRIDE_CUDA.',
    ),
  ];
}
