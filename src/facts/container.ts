import type { Snapshot } from '../snapshot/snapshot.ts';
import { mapFact, type Fact } from './fact.ts';
import { variableOf, type EnvironmentFacts } from './environment.ts';
import { observed } from './observed.ts';

/** What stands between the machine and this process: container, scheduler, hosted notebook. */
export interface ContainerFacts {
  /** `docker`, `kubernetes`, `apptainer` …; absent outside one. */
  readonly container: Fact<{ readonly kind: string; readonly sign: string }>;
  readonly scheduler: Fact<{ readonly kind: string; readonly sign: string }>;
  readonly hosted: Fact<string>;
  /** NVIDIA_VISIBLE_DEVICES, which asks the container engine for GPUs. */
  readonly asked: string | undefined;
  /** NVIDIA_DRIVER_CAPABILITIES: `compute,utility`. */
  readonly capabilities: string | undefined;
  /** Whether somebody asked for a GPU in here: the variable, or an image made for CUDA. */
  readonly wantsGpu: boolean;
}

export function readContainer(snapshot: Snapshot, environment: EnvironmentFacts): ContainerFacts {
  const system = observed(snapshot, 'system', 'operating system');
  const asked = variableOf(environment, 'NVIDIA_VISIBLE_DEVICES');
  const refused = asked !== undefined && /^(|none|void)$/.test(asked);
  return {
    container: mapFact(system, (data) => data.container),
    scheduler: mapFact(system, (data) => data.scheduler),
    hosted: mapFact(system, (data) => data.hosted),
    asked,
    capabilities: variableOf(environment, 'NVIDIA_DRIVER_CAPABILITIES'),
    wantsGpu:
      (asked !== undefined && !refused) ||
      variableOf(environment, 'NVIDIA_REQUIRE_CUDA') !== undefined,
  };
}
