import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Snapshot } from '../../src/snapshot/snapshot.ts';
import { apply, type Value } from './apply.ts';

const folder = import.meta.dirname;

/** One file in this folder. */
export const machine = v.strictObject({
  /** File in `bases/`, without `.json`. */
  base: v.string(),
  /** In a sentence: how this machine differs from its base. */
  difference: v.string(),
  changes: v.custom<Value>((input) => typeof input === 'object'),
  /** In whose list of worlds or of healthy machines it belongs. */
  group: v.picklist(['cause', 'healthy', 'world', 'undecided']),
  expect: v.strictObject({
    verdict: v.picklist(['gpu-ready', 'gpu-degraded', 'cpu-only', 'unknown']),
    rootCause: v.nullable(v.string()),
    /** Every finding, sorted by name. */
    findings: v.array(v.string()),
    /** Words that must be in the root's summary, evidence or remedies. */
    says: v.optional(v.array(v.string())),
    /** Among the causes that could not be judged. */
    unchecked: v.optional(v.array(v.string())),
  }),
});

export type Machine = v.InferOutput<typeof machine> & {
  readonly name: string;
  readonly snapshot: Snapshot;
};

const read = (path: string): Value =>
  v.parse(
    v.custom<Value>(() => true),
    JSON.parse(readFileSync(join(folder, path), 'utf8')),
  );

/** At the top, null means: this part was not collected. */
function snapshotOf(value: Value): Snapshot {
  const parts = Object.entries(v.parse(v.record(v.string(), v.unknown()), value));
  return v.parse(
    v.custom<Snapshot>((input) => typeof input === 'object'),
    { observations: {}, ...Object.fromEntries(parts.filter(([, part]) => part !== null)) },
  );
}

/** Every recorded machine: its base with its changes. */
export function readMachines(): Machine[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const described = v.parse(machine, read(file));
      const changed = apply(read(`bases/${described.base}.json`), described.changes);
      const snapshot = snapshotOf(changed);
      return { ...described, name: file.slice(0, -'.json'.length), snapshot };
    });
}
