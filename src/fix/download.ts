import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { pip, type Building } from './package-environment.ts';
import type { PackageStep } from './package-steps.ts';

/** What a step would fetch. */
export interface Download {
  /** `tensorflow 2.20.0`, in the order in which pip names them. */
  readonly packages: readonly string[];
  /** Bytes to fetch from elsewhere; null where pip or a server did not say. What is in a cache is counted as well. */
  readonly bytes: number | null;
}

const pipReport = v.object({
  install: v.array(
    v.object({
      download_info: v.object({ url: v.string() }),
      metadata: v.object({ name: v.string(), version: v.string() }),
    }),
  ),
});

const answerWithinMs = 10_000;

/** Asks pip what it would install, and the servers how large those files are. Nothing is installed. */
export async function downloadOf(building: Building, step: PackageStep): Promise<Download> {
  const asked = await pip(building, [
    'install',
    '--dry-run',
    '--quiet',
    '--report',
    '-',
    ...step.words,
  ]);
  const report = v.safeParse(
    v.pipe(v.string(), v.parseJson(), pipReport),
    asked.stdout.slice(asked.stdout.indexOf('{')),
  );
  // A pip before 22.2 knows no such report.
  if (!report.success) return { packages: [], bytes: null };
  const files = report.output.install;
  const sizes = await Promise.all(
    files.map((one) => sizeOf(one.download_info.url, building.signal)),
  );
  return {
    packages: files.map(({ metadata }) => `${metadata.name} ${metadata.version}`),
    bytes: sizes.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0),
  };
}

/** Bytes behind an address: 0 for a file of this computer, null where nobody says. */
async function sizeOf(address: string, signal: AbortSignal): Promise<number | null> {
  try {
    if (address.startsWith('file:')) {
      await stat(fileURLToPath(address));
      return 0;
    }
    const answer = await fetch(address, {
      method: 'HEAD',
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
    });
    const length = Number(answer.headers.get('content-length') ?? Number.NaN);
    return answer.ok && Number.isFinite(length) ? length : null;
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

/** `640 MB to download`, as people say it. */
export function downloadText({ packages, bytes }: Download): string {
  const size =
    bytes === null
      ? 'how much there is to download could not be found out (CUDA packages are some 3 GB)'
      : bytes === 0
        ? 'nothing is to be downloaded'
        : `${bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`} to download at most`;
  const some = packages.slice(0, 12).join(', ');
  const more = packages.length > 12 ? ` and ${packages.length - 12} more` : '';
  return packages.length === 0 ? size : `${some}${more}: ${size}`;
}
