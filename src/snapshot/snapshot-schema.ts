import * as v from 'valibot';
import { observe, probeNames } from './probe-answers.ts';
import { observationLine } from './observation.ts';
import type { Observations } from './observations/index.ts';
import { live } from './observations/live.ts';
import { notebookState } from './observations/notebook.ts';
import type { Snapshot } from './snapshot.ts';

const target = v.object({
  python: v.string(),
  chosenBecause: v.string(),
  practice: v.boolean(),
  host: v.string(),
});

/** Probes of a later version are passed over; a known one whose shape is not known counts as unanswered. */
const answers = v.pipe(
  v.record(v.string(), v.looseObject({})),
  v.transform((record): Observations => {
    let all: Observations = {};
    for (const name of probeNames) {
      const entry = record[name];
      if (entry === undefined) continue;
      const line = v.safeParse(observationLine, { ...entry, probe: name });
      const detail = 'the recorded answer is not of the expected shape';
      const read = line.success
        ? line.output
        : ({ probe: name, ok: false, ms: 0, reason: 'error', detail } as const);
      all = { ...all, [name]: observe(name, read).observation };
    }
    return all;
  }),
);

const schema = v.object({
  schema: v.literal('tf-gpu-doctor/snapshot'),
  version: v.literal(1),
  collectedAt: v.string(),
  redacted: v.boolean(),
  target,
  observations: answers,
  live: v.optional(live),
  liveSkipped: v.optional(v.string()),
  notebook: v.optional(notebookState),
  notebookSkipped: v.optional(v.string()),
  usage: v.optional(v.object({ gpuBusyPercent: v.number(), inputWaitPercent: v.number() })),
});

/**
 * Checks a value that says of itself that it is a snapshot.
 *
 * @throws Error with what is wrong, in a few words
 */
export function parseSnapshot(value: unknown): Snapshot {
  const {
    live: alive,
    liveSkipped,
    notebook,
    notebookSkipped,
    usage,
    ...rest
  } = v.parse(schema, value);
  return {
    ...rest,
    ...(alive && { live: alive }),
    ...(liveSkipped !== undefined && { liveSkipped }),
    ...(notebook && { notebook }),
    ...(notebookSkipped !== undefined && { notebookSkipped }),
    ...(usage && { usage }),
  };
}
