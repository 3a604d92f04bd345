import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import type { ManagedGpu } from '../facts/memory.ts';

/**
 * The GPUs that this process may see, as NVML describes them. NVML knows no variable that hides GPUs, so they are joined
 * by their UUID, which libcuda gives too. Where that cannot be done (MIG, no libcuda), all that NVML lists.
 */
export function visibleManaged(facts: Facts): readonly ManagedGpu[] {
  const all = valueOf(facts.memory.gpus) ?? [];
  const visible = valueOf(facts.gpus.visible) ?? [];
  const joined = all.filter((one) =>
    visible.some(({ uuid }) => uuid !== null && uuid === one.uuid),
  );
  return joined.length > 0 ? joined : all;
}
