import * as v from 'valibot';

/** Probe `environment`: the listed variables that are set, and no others. An unset one is not in the record. */
export const environment = v.object({
  variables: v.record(v.string(), v.string()),
});
