import type { Row } from '../knowledge/tables.ts';
import {
  fetchUv,
  makeCondaEnvironment,
  makeVenv,
  makeVenvWithUv,
  pipInstall,
  uvInstall,
} from '../remedies/install-words.ts';
import { pathTroubleOf, pinsBeside } from './troubles.ts';
import type { PackageManager, Wish } from './wish.ts';

/** One step of an installation: what it is for, what to type, and how to see that it worked. */
export interface Step {
  readonly summary: string;
  readonly commands: readonly string[];
  readonly check: { readonly command: string; readonly expect: string } | null;
}

/** Something that can be installed, step by step. */
export interface Choice {
  readonly tensorflow: string;
  readonly python: string;
  readonly manager: PackageManager;
  /** What pip installs, not quoted: TensorFlow, and what is pinned beside it. Empty where pip installs nothing. */
  readonly packages: readonly string[];
  /** What LD_LIBRARY_PATH needs, below `$VIRTUAL_ENV`; null when the release finds what it brings. */
  readonly path: string | null;
  /** Everything to type, one line after the other, checks included. */
  readonly commands: readonly string[];
  readonly steps: readonly Step[];
  readonly because: readonly string[];
}

/** What a recipe installs. */
export interface Ingredients {
  readonly row: Row<'tensorflow'>;
  /** `2.20.0` */
  readonly version: string;
  readonly python: string;
  readonly manager: PackageManager;
}

/** Lists the GPUs that TensorFlow sees. */
const listGpus = `-c "import tensorflow as tf; print(tf.config.list_physical_devices('GPU'))"`;

const listsGpu = 'a list with GPU:0 in it';
const listsNothing = '[], because there is no GPU; an error would be a fault';

/** Words for pip: TensorFlow with its extra, and what has to be pinned beside it. */
export function packagesOf(
  wish: Wish,
  { row, version }: Pick<Ingredients, 'row' | 'version'>,
): readonly string[] {
  const none = wish.gpu.kind === 'none' || wish.gpu.kind === 'other';
  const extra = row.andCuda && !none && wish.system !== 'macos' ? '[and-cuda]' : '';
  const capability = wish.gpu.kind === 'nvidia' ? wish.gpu.capability : null;
  // 2.14.0 alone of its release names no upper bound for NumPy, and NumPy 2 breaks it.
  const numpy = version === '2.14.0' ? ['numpy<2'] : [];
  return [`tensorflow${extra}==${version}`, ...numpy, ...(none ? [] : pinsBeside(row, capability))];
}

/** The same words as every shell takes them. */
const typed = (wish: Wish, made: Ingredients): string =>
  packagesOf(wish, made)
    .map((word) => (/[<>[\]]/u.test(word) ? `"${word}"` : word))
    .join(' ');

/** The steps that install a release the way of its package manager, on Linux, WSL2 or macOS. */
export function recipeOf(wish: Wish, made: Ingredients): readonly Step[] {
  switch (made.manager) {
    case 'uv':
      return intoFolder(wish, made, [
        {
          summary: 'Install uv, where it is not there yet. It fetches the Python as well.',
          commands: [fetchUv[wish.system === 'windows' ? 'powershell' : 'posix']],
          check: { command: 'uv --version', expect: 'a version' },
        },
        {
          summary: `Make an environment of its own with Python ${made.python}.`,
          commands: [makeVenvWithUv('uv', made.python, newFolder(wish))],
          check: null,
        },
      ]);
    case 'conda':
      return made.row.andCuda || wish.gpu.kind === 'none'
        ? intoConda(wish, made)
        : condaWithCuda(wish, made);
    case 'docker':
      return intoImage(wish, made);
    case 'pip':
      return intoFolder(wish, made, [
        {
          summary: `Make an environment of its own with Python ${made.python}. Where \`venv\` is missing, Debian and Ubuntu have it as \`python${made.python}-venv\`.`,
          commands: [
            makeVenv(
              wish.system === 'windows' ? `py -${made.python}` : `python${made.python}`,
              newFolder(wish),
            ),
          ],
          check: { command: `${inFolder(wish)} --version`, expect: `Python ${made.python}` },
        },
      ]);
  }
}

/** The folder of the environment that the recipe makes. */
const newFolder = ({ system }: Wish): string => (system === 'windows' ? 'tf-gpu' : '~/tf-gpu');

/** The Python of the environment that the recipe makes. */
const inFolder = ({ system }: Wish): string =>
  system === 'windows' ? String.raw`tf-gpu\Scripts\python` : '~/tf-gpu/bin/python';

function intoFolder(wish: Wish, made: Ingredients, before: readonly Step[]): readonly Step[] {
  const words = typed(wish, made);
  const install =
    made.manager === 'uv'
      ? uvInstall('uv', inFolder(wish), words)
      : pipInstall(inFolder(wish), words);
  const path = pathOf(wish, made, '$VIRTUAL_ENV');
  return [
    ...before,
    { summary: whatIsInstalled(wish, made), commands: [install], check: null },
    ...(path === null
      ? []
      : [
          {
            summary:
              'Name the folder that this release does not search, in the activation script. A notebook needs the same line in the `env` of its kernelspec.',
            commands: [
              `echo 'export LD_LIBRARY_PATH="${path}\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"' >> ~/tf-gpu/bin/activate`,
            ],
            check: null,
          },
        ]),
    lastStep(wish, [
      path === null
        ? `${inFolder(wish)} ${listGpus}`
        : `. ~/tf-gpu/bin/activate && python ${listGpus}`,
    ]),
  ];
}

function intoConda(wish: Wish, made: Ingredients): readonly Step[] {
  const path = pathOf(wish, made, '$CONDA_PREFIX');
  return [
    {
      summary: `Make an environment of its own with Python ${made.python}, and nothing else from conda in it.`,
      commands: [makeCondaEnvironment(`python=${made.python}`), 'conda activate tf-gpu'],
      check: { command: 'python --version', expect: `Python ${made.python}` },
    },
    {
      summary: whatIsInstalled(wish, made),
      commands: [pipInstall('python', typed(wish, made))],
      check: null,
    },
    ...(path === null ? [] : [condaPath(path)]),
    lastStep(wish, [`python ${listGpus}`]),
  ];
}

/** Releases before 2.14: CUDA from conda-forge, in the versions of TensorFlow's own instructions. */
function condaWithCuda(wish: Wish, made: Ingredients): readonly Step[] {
  const old = made.row.cuda === '11.2';
  const cuda = old ? 'cudatoolkit=11.2 cudnn=8.1.0' : 'cudatoolkit=11.8.0';
  const cudnn = old ? '' : `:$CONDA_PREFIX/lib/python${made.python}/site-packages/nvidia/cudnn/lib`;
  return [
    {
      summary: `Make an environment of its own with Python ${made.python} and CUDA ${made.row.cuda ?? ''}.`,
      commands: [
        makeCondaEnvironment('-c conda-forge', `python=${made.python}`, cuda),
        'conda activate tf-gpu',
      ],
      check: { command: 'python --version', expect: `Python ${made.python}` },
    },
    {
      summary: `Install TensorFlow ${made.version} with pip, and what it needs in an old version.`,
      commands: [pipInstall('python', typed(wish, made))],
      check: null,
    },
    ...(wish.system === 'windows' ? [] : [condaPath(`$CONDA_PREFIX/lib${cudnn}`)]),
    lastStep(wish, [`python ${listGpus}`]),
  ];
}

const condaPath = (path: string): Step => ({
  summary: 'Name the folder of the libraries whenever the environment is activated.',
  commands: [
    'mkdir -p "$CONDA_PREFIX/etc/conda/activate.d"',
    `echo 'export LD_LIBRARY_PATH="${path}"' > "$CONDA_PREFIX/etc/conda/activate.d/tf-gpu.sh"`,
    'conda activate tf-gpu',
  ],
  check: null,
});

function intoImage(wish: Wish, made: Ingredients): readonly Step[] {
  const path = pathOf(wish, made, '/usr/local');
  const lines = [
    `FROM python:${made.python}`,
    'ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility',
    ...(path === null ? [] : [`ENV LD_LIBRARY_PATH=${path}`]),
    `RUN pip install --no-cache-dir ${typed(wish, made)}`,
  ];
  const gpus = wish.gpu.kind === 'none' ? '' : '--gpus all ';
  return [
    ...(gpus === '' ? [] : [containerToolkit]),
    {
      summary:
        'Write a Dockerfile. The Python image becomes a GPU image by the two variables and TensorFlow’s own CUDA packages.',
      commands: [`printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')} > Dockerfile`],
      check: null,
    },
    { summary: 'Build the image.', commands: ['docker build -t tf-gpu .'], check: null },
    lastStep(wish, [`docker run --rm ${gpus}tf-gpu python ${listGpus}`]),
  ];
}

/** What the host needs before a container can have its GPU. */
export const containerToolkit: Step = {
  summary:
    'On the host: the NVIDIA driver and nvidia-container-toolkit, from the packages of its system (NVIDIA’s install guide). Nothing of CUDA is needed there.',
  commands: [],
  check: {
    command:
      'docker run --rm --gpus all -e NVIDIA_DRIVER_CAPABILITIES=compute,utility ubuntu nvidia-smi',
    expect: 'the table with your GPU',
  },
};

/** The value that LD_LIBRARY_PATH needs below a prefix; null when the release finds what it brings. */
export function pathOf(
  wish: Wish,
  { row, python }: Pick<Ingredients, 'row' | 'python'>,
  prefix: string,
): string | null {
  const trouble = pathTroubleOf(row);
  if (trouble === undefined || wish.gpu.kind === 'none' || wish.system === 'macos') return null;
  const site = `${prefix}/lib/python${python}/site-packages/nvidia`;
  return trouble.folders.map((folder) => `${site}/${folder}/lib`).join(':');
}

const whatIsInstalled = (wish: Wish, { row, version }: Ingredients): string =>
  row.andCuda && wish.gpu.kind !== 'none'
    ? `Install TensorFlow ${version} with the CUDA libraries that it wants, as packages of this environment. Nothing of CUDA is needed beside them.`
    : `Install TensorFlow ${version}.`;

/** The end of every recipe: TensorFlow says what it sees. */
function lastStep(wish: Wish, commands: readonly string[]): Step {
  const [command = ''] = commands;
  return {
    summary: 'See what TensorFlow finds.',
    commands: [],
    check: { command, expect: wish.gpu.kind === 'none' ? listsNothing : listsGpu },
  };
}

/** All that is typed, checks included, one after the other. */
export const commandsOf = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap(({ commands, check }) => [...commands, ...(check === null ? [] : [check.command])]);
