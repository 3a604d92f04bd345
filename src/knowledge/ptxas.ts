import type { Knowledge } from './tables.ts';
import { compareVersions, minorOf } from './version.ts';

/**
 * Whether the ptxas of a CUDA version compiles for a compute capability; true where the tables do not know. A toolkit
 * between two rows knows no more than the newer of them; GPUs that a toolkit has given up are not called too new.
 */
export function ptxasKnows(knowledge: Knowledge, version: string, capability: string): boolean {
  const cuda = minorOf(version) ?? version;
  const toolkit = knowledge.cuda.find((one) => one.cuda === cuda);
  if (toolkit !== undefined && compareVersions(capability, toolkit.highestCapability) > 0)
    return false;
  const row = knowledge.ptxas
    .toSorted((a, b) => compareVersions(a.cuda, b.cuda))
    .find((one) => compareVersions(one.cuda, cuda) >= 0);
  const lowest = row?.architectures[0];
  if (row === undefined || lowest === undefined) return true;
  const wanted = capability.replace('.', '');
  return Number(wanted) < Number.parseInt(lowest) || row.architectures.includes(wanted);
}
