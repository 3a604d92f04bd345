import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileStubs } from '../../src/lab/compile.ts';
import { prepareScenario } from '../../src/lab/lab.ts';
import { findWheel } from '../../src/lab/wheel.ts';
import { runProcess } from '../../src/process/process.ts';
import { root } from '../../src/root.ts';
import { practicePython } from '../lab/pythons.ts';
import { machineAt, site, type FixMachine } from './machine.ts';

/** Where TensorFlow packages of PyPI are kept unpacked between runs of the tests. */
const kept = join(
  process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'),
  'tf-gpu-doctor-test/unpacked',
);

/** The real package of PyPI (620 MB for `tensorflow==2.20.0`), fetched once and unpacked. */
export async function unpacked(requirement: string): Promise<string> {
  const folder = join(kept, requirement.replaceAll('=', '-'));
  if (existsSync(join(folder, 'complete'))) return folder;
  await rm(folder, { recursive: true, force: true });
  const install = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', folder];
  await python(practicePython, [...install, requirement]);
  writeFileSync(join(folder, 'complete'), '');
  return folder;
}

/** The packages that stand for NVIDIA's, made once for all tests of a file, and for TensorFlows that are unpacked. */
export async function cudaWheels(tensorflows: readonly string[] = []): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cuda-wheels-'));
  const wheel = await findWheel({ python: practicePython, environment: process.env });
  const more = tensorflows.flatMap((one) =>
    ['libtensorflow_framework.so.2', 'libtensorflow_cc.so.2'].map((name) =>
      join(one, 'tensorflow', name),
    ),
  );
  const stubs = await compileStubs({
    wheel: { ...wheel, libraries: [...wheel.libraries, ...more] },
    environment: process.env,
  });
  const write = (script: string, from: string): Promise<void> =>
    python(practicePython, [join(import.meta.dirname, script), folder, from]);
  await write('cuda_wheels.py', stubs.folder);
  for (const one of tensorflows) await write('tensorflow_wheel.py', one);
  return folder;
}

/** What is to be installed in a virtual environment of a simulated machine. */
export interface PackageMachine {
  /** Its GPU and driver; its CUDA libraries are packages, or missing. */
  readonly scenario?: string;
  /** The folder of `cudaWheels`. */
  readonly wheels: string;
  /** NVIDIA's packages: all of them with this cuDNN; none with null. */
  readonly cudnn: string | null;
  /** The folder of packages that has its TensorFlow, if any; by default that of the practice environment. */
  readonly tensorflow?: string | null;
  /** Changes the environment after it was made. */
  readonly change?: (site: string) => Promise<void> | void;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * A machine with a virtual environment in which TensorFlow and NVIDIA's packages are installed by pip, so that packages
 * can be changed in it. pip finds no others than those of `wheels`.
 */
export async function packageMachine(asked: PackageMachine): Promise<FixMachine> {
  const folder = mkdtempSync(join(tmpdir(), 'gpu-fix-'));
  const venv = join(folder, 'venv');
  const practice = site(join(root, '.venv'));
  await python(practicePython, ['-m', 'venv', '--without-pip', venv]);
  const wheels = readdirSync(asked.wheels).filter(
    (name) =>
      asked.cudnn !== null &&
      name.startsWith('nvidia_') &&
      (!name.startsWith('nvidia_cudnn') || name.includes(`-${asked.cudnn}-`)),
  );
  await python(practicePython, [
    join(import.meta.dirname, 'make_environment.py'),
    site(venv),
    practice,
    asked.tensorflow === null ? '-' : (asked.tensorflow ?? practice),
    ...wheels.map((name) => join(asked.wheels, name)),
  ]);
  await asked.change?.(site(venv));
  const prepared = await prepareScenario(asked.scenario ?? 'no-cuda-libraries', {
    // The stubs are those of the practice environment; this one may have no TensorFlow, or one without CUDA.
    python: practicePython,
    environment: process.env,
  });
  const environment = {
    ...prepared.environment,
    // TensorFlow 2.21 does not search this one of its packages by itself: the finding and-cuda-path-bug.
    LD_LIBRARY_PATH: `${prepared.environment['LD_LIBRARY_PATH'] ?? ''}:${site(venv)}/nvidia/cusolver/lib`,
    PIP_NO_INDEX: '1',
    PIP_FIND_LINKS: asked.wheels,
    ...asked.environment,
  };
  writeFileSync(join(folder, 'site'), site(venv));
  return machineAt(folder, environment, () =>
    rm(prepared.folder, { recursive: true, force: true }),
  );
}

async function python(file: string, args: readonly string[]): Promise<void> {
  const { end, stderr } = await runProcess({
    file,
    args,
    environment: process.env,
    timeoutMs: 600_000,
  });
  if (end.how !== 'exit' || end.code !== 0) throw new Error(stderr);
}
