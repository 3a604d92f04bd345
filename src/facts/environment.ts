import type { Snapshot } from '../snapshot/snapshot.ts';
import { absent, known, mapFact, valueOf, type Fact } from './fact.ts';
import { observed } from './observed.ts';

/** What a visibility variable does to the list of GPUs. */
export interface Mask {
  readonly variable: string;
  readonly value: string;
  /** `all`: no GPU can pass; `some`: a list, which may or may not match; `odd`: written so that nothing matches. */
  readonly hides: 'all' | 'some' | 'odd';
}

export interface EnvironmentFacts {
  /** The listed variables that are set. */
  readonly variables: Fact<Readonly<Record<string, string>>>;
  /** The first variable that restricts which GPUs CUDA sees; absent when none is set. */
  readonly mask: Fact<Mask>;
  /** Folders of LD_LIBRARY_PATH; absent when it is not set. */
  readonly ldLibraryPath: Fact<readonly string[]>;
}

/** What CUDA reads. HIP_VISIBLE_DEVICES and ROCR_VISIBLE_DEVICES hide AMD GPUs, of which nothing is diagnosed here. */
const maskVariable = 'CUDA_VISIBLE_DEVICES';

export function readEnvironment(snapshot: Snapshot): EnvironmentFacts {
  const variables = mapFact(
    observed(snapshot, 'environment', 'environment variables'),
    (data) => data.variables,
  );
  return {
    variables,
    mask: variables.state === 'known' ? maskOf(variables.value) : variables,
    ldLibraryPath: mapFact(variables, (all) =>
      all['LD_LIBRARY_PATH']?.split(':').filter((folder) => folder !== ''),
    ),
  };
}

function maskOf(variables: Readonly<Record<string, string>>): Fact<Mask> {
  const value = variables[maskVariable];
  return value === undefined
    ? absent('environment variables')
    : known(
        { variable: maskVariable, value, hides: hides(value) },
        `environment variable ${maskVariable}`,
      );
}

/**
 * CUDA reads the list up to the first entry that is not a device: an empty list, -1 or a word hides all.
 * `NoDevFiles` is Slurm's word for none. Source: CUDA C++ Programming Guide, environment variables.
 */
function hides(value: string): Mask['hides'] {
  const first = value.split(',')[0]?.trim() ?? '';
  if (first === '' || first === 'NoDevFiles' || first === 'none' || /^-\d+$/.test(first))
    return 'all';
  return /^(\d+|GPU-|MIG-)/i.test(first) ? 'some' : 'odd';
}

/** The value of one listed variable; undefined when it is not set or the environment was not read. */
export const variableOf = (environment: EnvironmentFacts, name: string): string | undefined =>
  valueOf(environment.variables)?.[name];
