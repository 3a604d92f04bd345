import { execFileSync } from 'node:child_process';
import { minorPython } from '../../../src/facts/platform.ts';
import type { Remedy } from '../../../src/remedies/remedy.ts';
import type { Snapshot } from '../../../src/snapshot/snapshot.ts';
import { callsOf } from './lines.ts';

/** What pip or uv is asked for, on which platform and for which Python. */
export interface PypiRequest {
  readonly platform: string;
  readonly python: string;
  readonly requirements: readonly string[];
  /** TensorFlow that stays: what is installed beside it has to agree with it. */
  readonly beside: string | null;
  readonly dependencies: boolean;
}

/** The request in a line, by which its answer is kept. */
export function keyOf({
  platform,
  python,
  requirements,
  beside,
  dependencies,
}: PypiRequest): string {
  const words = [...requirements, ...(beside === null ? [] : [`beside ${beside}`])].join(' ');
  return `${platform} ${python}: ${words}${dependencies ? '' : ' (--no-deps)'}`;
}

/** What a remedy takes from PyPI. Lines of conda are not asked for: see system-packages.json. */
export function requestsOf({ commands }: Remedy, snapshot: Snapshot): readonly PypiRequest[] {
  const { interpreter, packages, system } = snapshot.observations;
  if (interpreter?.ok !== true) return [];
  const own = minorPython(interpreter.data.version);
  const glibc = system?.ok === true ? (system.data.glibc ?? undefined) : undefined;
  const platform = platformOf(interpreter.data, glibc);
  const installed = packages?.ok === true ? packages.data.tensorflow?.version : undefined;
  let made: string | undefined;
  const requests: PypiRequest[] = [];
  for (const { program, words, python } of commands.flatMap(callsOf)) {
    const wanted = /^(?:--python[= ]|python=|-)?(3\.\d+)$/u;
    const named = [...words, ...(python ?? '').split(' ')].find((word) => wanted.test(word));
    if (program !== 'pip' && named !== undefined) made = wanted.exec(named)?.[1];
    if (program === 'venv' && named === undefined) made = versionOf(python, snapshot) ?? own;
    const verb = program === 'uv' ? words[1] : words[0];
    if (!['pip', 'uv'].includes(program) || verb !== 'install') continue;
    const requirements = words
      .slice(words.indexOf('install') + 1)
      .filter((word, at, all) => !word.startsWith('-') && all[at - 1] !== '--python');
    const whole = requirements.some((one) => /^tensorflow\b/u.test(one));
    // A ptxas that is newer than the wheel's own pin is wanted on purpose; without the extra nothing pins it.
    const bundled = requirements.some((one) => /^nvidia-(?!cuda-nvcc)/u.test(one));
    requests.push({
      platform,
      python: made ?? own,
      requirements,
      beside:
        made === undefined &&
        !whole &&
        installed !== undefined &&
        installed !== null &&
        /^\d+(?:\.\d+)+$/u.test(installed)
          ? `tensorflow${bundled && platform.includes('linux') && Number(installed.split('.')[1]) >= 14 ? '[and-cuda]' : ''}==${installed}`
          : null,
      dependencies: !words.includes('--no-deps'),
    });
  }
  return requests;
}

/** The version of another Python that was found on the machine. */
function versionOf(path: string | undefined, { observations }: Snapshot): string | undefined {
  const found = observations.pythons?.ok === true ? observations.pythons.data.pythons : [];
  const version = found.find((one) => one.path === path)?.version ?? undefined;
  return version === undefined ? undefined : minorPython(version);
}

/** As uv names platforms: the newest manylinux that the machine's C library takes. */
function platformOf(
  { platform, machine }: { readonly platform: string; readonly machine: string },
  glibc: string | undefined,
): string {
  const arm = /arm64|aarch64/iu.test(machine);
  if (platform === 'win32') return 'x86_64-pc-windows-msvc';
  if (platform === 'darwin') return `${arm ? 'aarch64' : 'x86_64'}-apple-darwin`;
  const minor = Number(glibc?.split('.')[1] ?? 28);
  const newest = [40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 28, 17].find((one) => one <= minor) ?? 17;
  return `${arm ? 'aarch64' : 'x86_64'}-manylinux_2_${newest}`;
}

/** Asks PyPI through uv. What is chosen for the packages that were named, or why nothing fits. */
export function askPypi(uv: string, request: PypiRequest): { ok: boolean; says: string } {
  const { platform, python, requirements, beside, dependencies } = request;
  const asked = [...requirements, ...(beside === null ? [] : [beside])];
  const options = ['--python-platform', platform, '--python-version', python];
  const quiet = ['--no-header', '--no-annotate', '--only-binary', ':all:', '--quiet'];
  try {
    const found = execFileSync(
      uv,
      ['pip', 'compile', '-', ...options, ...quiet, ...(dependencies ? [] : ['--no-deps'])],
      {
        input: asked.join('\n'),
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'pipe'],
        timeout: 120_000,
      },
    );
    const names = asked.map((one) => /^[\w.-]+/u.exec(one)?.[0].toLowerCase());
    const chosen = found.split('\n').filter((line) => names.includes(line.split(/[=[]/u)[0]));
    return { ok: true, says: chosen.join(' ') };
  } catch (error) {
    const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    if (/error sending request|dns error|timed out|ENOENT/iu.test(text)) throw error;
    return { ok: false, says: text.replaceAll(/\s+/gu, ' ').trim().slice(0, 400) };
  }
}
