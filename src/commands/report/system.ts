import type { Block } from '../../report/report.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';

/** The machine as a helper asks for it first: system, processor, memory, Python and the packages around TensorFlow. */
export function systemBlocks({ observations }: Snapshot): Block[] {
  const system = observations.system?.ok ? observations.system.data : undefined;
  const interpreter = observations.interpreter?.ok ? observations.interpreter.data : undefined;
  const packages = observations.packages?.ok ? observations.packages.data : undefined;
  const rows: (readonly [string, string | undefined])[] = [
    ['System', system?.osName ?? undefined],
    ['Kernel', system?.kernel],
    ['Processor', system && processorOf(system)],
    ['Memory', system?.memoryMiB ? `${Math.round(system.memoryMiB / 1024)} GiB` : undefined],
    ['Runs in', system && surroundingsOf(system)],
    ['C library', system?.glibc ? `glibc ${system.glibc}` : undefined],
    [
      'Python',
      interpreter && `${interpreter.version} (${interpreter.bits}-bit, ${interpreter.kind})`,
    ],
    [
      'Packages',
      packages?.distributions
        .map(({ name, version }) => `${name} ${version}`)
        .toSorted()
        .join(', '),
    ],
  ];
  return [
    { kind: 'heading', level: 2, text: 'System' },
    {
      kind: 'table',
      columns: [{ title: 'What' }, { title: 'As observed' }],
      rows: rows.map(([name, value]) => [name, value || 'unknown']),
    },
  ];
}

interface Processor {
  readonly processor: string | null;
  readonly cpuCount: number | null;
  readonly cpuFeatures: readonly string[] | null;
}

function processorOf({ processor, cpuCount, cpuFeatures }: Processor): string | undefined {
  const features = cpuFeatures === null ? undefined : cpuFeatures.join(', ') || 'no AVX';
  const parts = [processor, cpuCount === null ? undefined : `${cpuCount} threads`, features];
  return parts.filter(Boolean).join('; ') || undefined;
}

interface Surroundings {
  readonly wsl: number | null;
  readonly container: { readonly kind: string } | null;
  readonly scheduler: { readonly kind: string } | null;
  readonly hosted: string | null;
}

function surroundingsOf({ wsl, container, scheduler, hosted }: Surroundings): string {
  const found = [
    wsl === null ? undefined : `WSL ${wsl}`,
    container?.kind,
    scheduler?.kind,
    hosted ?? undefined,
  ].filter((one) => one !== undefined);
  return found.join(', ') || 'no container, WSL or scheduler';
}
