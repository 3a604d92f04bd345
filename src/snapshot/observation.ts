import * as v from 'valibot';

/** Why a probe has no answer. */
const unansweredReasons = [
  'timeout',
  'crashed',
  'not-permitted',
  'not-found',
  'not-applicable',
  'left-out',
  'driver-hangs',
  'error',
] as const;

/** One line of the collector: the answer of one probe, or why there is none. */
export const observationLine = v.variant('ok', [
  v.object({
    probe: v.string(),
    ok: v.literal(true),
    /** Time the probe took, in ms. */
    ms: v.number(),
    data: v.unknown(),
  }),
  v.object({
    probe: v.string(),
    ok: v.literal(false),
    ms: v.number(),
    reason: v.picklist(unansweredReasons),
    /** What happened, in a few words: signal, exit code, errno, exception. */
    detail: v.string(),
  }),
]);

export type ObservationLine = v.InferOutput<typeof observationLine>;
