import type { Observed } from '../snapshot/observations/index.ts';
import { mapFact, type Fact } from './fact.ts';
import type { DriverFacts } from './driver.ts';

export type ManagedGpu = Observed<'nvml'>['devices'][number];

export interface MemoryFacts {
  /** Every GPU as NVML describes it: memory, compute mode, MIG, errors, holders. */
  readonly gpus: Fact<readonly ManagedGpu[]>;
}

export const readMemory = (driver: DriverFacts): MemoryFacts => ({
  gpus: mapFact(driver.nvml, (data) => (data.devices.length > 0 ? data.devices : null)),
});
