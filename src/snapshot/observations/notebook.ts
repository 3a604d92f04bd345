import * as v from 'valibot';

/** What the notebook's own Python says of itself, without importing or initialising TensorFlow. */
export const notebookState = v.object({
  executable: v.string(),
  tensorflowImported: v.boolean(),
  tensorflowVersion: v.nullable(v.string()),
  /** Whether TensorFlow has already created its devices. */
  initialised: v.nullable(v.boolean()),
  physicalGpus: v.nullable(v.array(v.string())),
  visibleGpus: v.nullable(v.array(v.string())),
  logicalGpus: v.nullable(v.array(v.string())),
  softPlacement: v.nullable(v.boolean()),
  memoryGrowth: v.nullable(v.record(v.string(), v.boolean())),
  /** The listed variables now, and when the process started. */
  variables: v.record(v.string(), v.string()),
  variablesAtStart: v.nullable(v.record(v.string(), v.string())),
  /** CUDA libraries mapped by the process. */
  mappedLibraries: v.nullable(v.array(v.string())),
});

export type NotebookState = v.InferOutput<typeof notebookState>;
