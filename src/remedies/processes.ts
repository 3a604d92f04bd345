import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { remedy, type Remedy } from './remedy.ts';

/**
 * Ends the user's own processes that hold a GPU. In a container nothing is killed by number: the driver counts
 * processes as the host does, and the same number here is another process. Source: NVIDIA/nvidia-docker#1483.
 */
export function endHolder(facts: Facts, own: readonly number[]): Remedy {
  if (own.length === 0 || facts.container.container.state === 'known') {
    return remedy(
      'end-own',
      'system',
      'Shut down your other notebooks and programs that use this GPU, or ask its other users, or take another GPU. This shows who uses it:',
      ['nvidia-smi'],
    );
  }
  const windows = valueOf(facts.platform.os) === 'windows';
  return remedy(
    'end-own',
    'system',
    'Shut down your own other notebooks first. A process that is left over is ended so; what it has not saved is lost.',
    windows
      ? own.map((pid) => `taskkill /PID ${Math.trunc(pid)} /F`)
      : [`kill ${own.map(Math.trunc).join(' ')}`],
  );
}
