/** What `nvidia-smi` printed, taken apart. Every field is null when it was not found in the text. */
export interface SmiReport {
  readonly smiVersion: string | null;
  readonly driverVersion: string | null;
  /** Highest CUDA that the driver supports, not what is installed. */
  readonly cudaVersion: string | null;
  readonly gpus: readonly SmiGpu[];
  /** A line that says what is wrong, as nvidia-smi puts it. */
  readonly complaint: string | null;
}

export interface SmiGpu {
  readonly name: string;
  readonly busId: string | null;
  readonly memoryUsedMiB: number | null;
  readonly memoryTotalMiB: number | null;
}

const complaints = [
  /NVIDIA-SMI has failed because it couldn't communicate[^\n]*/,
  /Failed to initialize NVML:[^\n]*/,
  /No devices were found/,
  /Unable to determine the device handle[^\n]*/,
  /GPU is lost[^\n]*/,
  /NVIDIA-SMI couldn't find [^\n]*/,
] as const;

/**
 * Reads the table of `nvidia-smi`; garbage gives nulls, never an exception.
 * Drivers from 610 on print `KMD Version` and `CUDA UMD Version` in the header.
 */
export function parseSmi(output: string): SmiReport {
  const text = output.slice(0, 100_000);
  return {
    smiVersion: group(/NVIDIA-SMI\s+(\d+\.[\d.]+)/, text),
    driverVersion: group(/(?:Driver|KMD) Version\s*:\s*(\d+\.[\d.]+)/, text),
    cudaVersion: group(/CUDA (?:UMD )?Version\s*:\s*(\d+\.\d+)/, text),
    gpus: gpusOf(text),
    complaint: complaints.map((pattern) => pattern.exec(text)?.[0].trim()).find(Boolean) ?? null,
  };
}

const group = (pattern: RegExp, text: string): string | null => pattern.exec(text)?.[1] ?? null;

/** Two lines a GPU: `|   0  NVIDIA GeForce RTX 3060   Off | 00000000:01:00.0 …`, then the memory. */
function gpusOf(text: string): SmiGpu[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const gpu =
      /^\|\s+\d+\s+(\S.*?)\s+(?:On|Off|N\/A|WDDM|TCC|MCDM)?\s*\|\s*([0-9A-Fa-f]{4,8}:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}\.\d)/.exec(
        line,
      );
    const name = gpu?.[1];
    if (name === undefined) return [];
    const memory = /(\d+)MiB\s*\/\s*(\d+)MiB/.exec(lines[index + 1] ?? '');
    return [
      {
        name,
        busId: gpu?.[2] ?? null,
        memoryUsedMiB: memory?.[1] === undefined ? null : Number(memory[1]),
        memoryTotalMiB: memory?.[2] === undefined ? null : Number(memory[2]),
      },
    ];
  });
}
