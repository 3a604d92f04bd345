import { runProcess } from '../../process/process.ts';
import type { MultiGpuOutput } from './multi-gpu-output.ts';
import type { TrainingRequest } from './run-mirrored.ts';

/** nvidia-smi answers within a second, but waits for a driver in trouble. */
const limitMs = 10_000;

/**
 * How several GPUs are connected, as `nvidia-smi topo -m` prints it: NVLink, one PCIe switch, through the CPU.
 * undefined with fewer than two real GPUs, or when nvidia-smi does not say.
 */
export async function topologyOf(
  { kind, gpus }: MultiGpuOutput,
  { environment, cwd, signal }: TrainingRequest,
): Promise<string | undefined> {
  if (kind !== 'gpu' || gpus.length < 2) return undefined;
  const { end, stdout } = await runProcess({
    file: 'nvidia-smi',
    args: ['topo', '-m'],
    environment,
    cwd,
    signal,
    timeoutMs: limitMs,
    keepOutputBytes: 20_000,
  });
  return end.how === 'exit' && end.code === 0 ? stdout.trim() : undefined;
}
