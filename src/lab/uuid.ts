import { createHash } from 'node:crypto';

/** The UUID of a simulated GPU, as `nvidia-smi -L` writes one: always the same for the same machine. */
export function gpuUuid(scenario: string, index: number): string {
  const digits = createHash('sha256').update(`${scenario} ${index}`).digest('hex');
  const parts = [8, 4, 4, 4, 12].map((length, part, all) => {
    const start = all.slice(0, part).reduce((sum, one) => sum + one, 0);
    return digits.slice(start, start + length);
  });
  return `GPU-${parts.join('-')}`;
}
