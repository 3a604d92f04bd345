import { collectLocal, type LocalRequest } from '../collect/local.ts';
import type { Observations } from '../snapshot/observations/index.ts';

/** What the driver says of a GPU before TensorFlow takes any of it; null where it does not say. */
export interface GpuLoad {
  readonly freeMiB: number | null;
  /** Share of the last moments in which a program used it, in percent. */
  readonly busyPercent: number | null;
}

/** The load of each GPU in CUDA's order, which is TensorFlow's; empty without a driver. No GPU memory is taken. */
export async function gpuLoad(
  request: Pick<LocalRequest, 'python' | 'environment' | 'cwd' | 'signal'>,
): Promise<readonly GpuLoad[]> {
  return loadIn(await collectLocal({ ...request, probes: ['nvml', 'cuda-driver'] }));
}

/** Joins CUDA's list of GPUs with the management library's by their bus addresses. @internal */
export function loadIn(observations: Observations): readonly GpuLoad[] {
  const cuda = observations['cuda-driver'];
  const nvml = observations.nvml;
  if (cuda?.ok !== true) return [];
  const managed = nvml?.ok === true ? nvml.data.devices : [];
  return cuda.data.masked.devices.map(({ busId, memoryMiB }) => {
    const gpu = managed.find((one) => busId !== null && address(one.busId) === address(busId));
    const free = gpu?.memoryFreeMiB ?? null;
    // A slice of a GPU (MIG) has the address of the whole and less memory.
    const most = memoryMiB ?? Number.POSITIVE_INFINITY;
    return {
      freeMiB: free === null ? null : Math.min(free, most),
      busyPercent: gpu?.utilisationPercent ?? null,
    };
  });
}

/** `00000000:01:00.0` and `0000:01:00.0` are the same place. */
function address(busId: string | null): string | undefined {
  return busId?.toLowerCase().replace(/^0+(?=[0-9a-f]{4}:)/, '');
}
