import type { Knowledge, Row } from './tables.ts';
import { compareVersions } from './version.ts';

const words = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\((?:one of|pascal|sxm|96gb|dgx|per gpu|t5000)[^)]*\)/g, (match) =>
      match.includes('pascal') ? 'pascal' : '',
    )
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(/\b(nvidia|grid|geforce|tesla|quadro|laptop gpu|with max q design|max q)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** The longest row name that the GPU's name begins with: `NVIDIA A100-SXM4-80GB` is an `A100`. */
function best<T extends { readonly name: string }>(
  rows: readonly T[],
  name: string,
): T | undefined {
  const wanted = `${words(name)} `;
  return rows
    .filter((row) => wanted.startsWith(`${words(row.name)} `))
    .toSorted((a, b) => words(b.name).length - words(a.name).length)[0];
}

/** A GPU by the name its driver gives it; undefined when the table does not list it. */
export const archFor = (knowledge: Knowledge, name: string): Row<'gpus'> | undefined =>
  best(knowledge.gpus, name);

/** The architecture of a GPU by its PCI device id (`0x2b85`); undefined where the table does not list it. */
export function architectureOfDevice(knowledge: Knowledge, device: string): string | undefined {
  const id = Number.parseInt(device, 16);
  return knowledge['pci-ids'].find(
    (row) => Number.parseInt(row.from, 16) <= id && id <= Number.parseInt(row.to, 16),
  )?.architecture;
}

/** Peak rates of a GPU (TFLOP/s, GB/s); undefined when they are not known. */
export const peaksOf = (knowledge: Knowledge, name: string): Row<'peaks'> | undefined => {
  const rows = knowledge.peaks.flatMap((row) =>
    row.name
      .split(' / ')
      .map((one) => ({ row, name: one.startsWith('PCIE') ? `A100-${one}` : one })),
  );
  return best(rows, name)?.row;
};

/** How code in a wheel reaches a GPU. */
export type KernelFit = 'native' | 'ptx' | 'too-old' | 'unknown';

/**
 * Whether a wheel's architectures (`sm_80`, `compute_90`) have code for a compute capability (`8.6`).
 * Machine code of `sm_XY` runs on X.Z with Z ≥ Y; PTX of `compute_XY` is compiled on anything newer.
 * Source: CUDA C++ Programming Guide, binary and PTX compatibility.
 */
export function kernelFit(kernels: readonly string[], capability: string): KernelFit {
  const [major, minor] = capability.split('.').map(Number);
  if (major === undefined || minor === undefined || kernels.length === 0) return 'unknown';
  const codes = kernels.flatMap((name) => {
    const match = /^(sm|compute)_(\d+)(\d)[af]?$/.exec(name);
    return match
      ? [{ ptx: match[1] === 'compute', major: Number(match[2]), minor: Number(match[3]) }]
      : [];
  });
  if (codes.some((one) => !one.ptx && one.major === major && one.minor <= minor)) return 'native';
  const reachable = codes.some(
    (one) => one.ptx && compareVersions(`${one.major}.${one.minor}`, capability) <= 0,
  );
  return reachable ? 'ptx' : 'too-old';
}
