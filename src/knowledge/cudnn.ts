import type { Knowledge } from './tables.ts';
import { majorOf, olderThan } from './version.ts';

/**
 * The lowest compute capability that a cuDNN has code for (`9.28` → `7.5`), for its builds for CUDA 12; undefined where
 * the table does not say.
 */
export function lowestCapabilityOfCudnn(knowledge: Knowledge, version: string): string | undefined {
  const row = knowledge.cudnn.find((one) => one.major === majorOf(version));
  return row?.lowestCapability?.findLast((one) => !olderThan(version, one.from))?.capability;
}
