import type { Snapshot } from '../../snapshot/snapshot.ts';
import { probeNames } from '../../snapshot/probe-answers.ts';
import type { ProbeName } from '../../snapshot/observations/index.ts';

/** One value that two machines do not share. */
export interface Difference {
  readonly probe: ProbeName | 'live' | 'notebook';
  /** Dotted path within the probe's answer. */
  readonly path: string;
  readonly left: string;
  readonly right: string;
}

/** Values that differ from one minute to the next, or from machine to machine without meaning anything. */
const meaningless =
  /(^|\.)(ms|pid|uuid|busId|address|memoryFreeMiB|throttleReasons|holders|importSeconds|log|stdout|stderr)(\.|$)/;

/** Every value that differs between two snapshots, in the order of the probes. */
export function differences(left: Snapshot, right: Snapshot): Difference[] {
  return [
    ...probeNames.flatMap((probe) =>
      differencesOf(probe, answerOf(left, probe), answerOf(right, probe)),
    ),
    ...(left.live && right.live ? differencesOf('live', left.live, right.live) : []),
  ];
}

/** A probe's data; why there is none, as a text. */
function answerOf(snapshot: Snapshot, probe: ProbeName): unknown {
  const observation = snapshot.observations[probe];
  if (observation === undefined) return 'not asked';
  return observation.ok ? observation.data : `no answer: ${observation.reason}`;
}

function differencesOf(probe: Difference['probe'], left: unknown, right: unknown): Difference[] {
  const before = flatten(left);
  const after = flatten(right);
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths
    .filter((path) => !meaningless.test(path) && before.get(path) !== after.get(path))
    .map((path) => ({
      probe,
      path,
      left: before.get(path) ?? 'none',
      right: after.get(path) ?? 'none',
    }));
}

/** `{a: [{name: 'x', v: 1}]}` → `a.x.v = 1`: lists of named things are compared by name, not by position. */
function flatten(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (typeof value !== 'object' || value === null) {
    into.set(
      path,
      value === null || value === undefined ? 'none' : JSON.stringify(value).replace(/^"|"$/g, ''),
    );
    return into;
  }
  for (const [key, one] of Object.entries(value)) {
    const label = Array.isArray(value) ? (nameOf(one) ?? key) : key;
    flatten(one, path === '' ? label : `${path}.${label}`, into);
  }
  return into;
}

const naming = ['soname', 'name', 'path', 'executable'] as const;

function nameOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  const name = naming.map((key) => fields.get(key)).find((one) => typeof one === 'string');
  return typeof name === 'string' ? name : undefined;
}
