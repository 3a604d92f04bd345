import { recordedValue, targetValue } from '../../report/examined-python.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Diagnosis } from '../../diagnose/diagnose.ts';
import { plainJson, type JsonObject } from '../../json.ts';

/** The diagnosis as `content/schema/diagnosis.json` has it. Times are in ms. */
export function diagnosisValue(
  diagnosis: Diagnosis,
  snapshot: Snapshot,
  {
    timings,
    recordedIn,
  }: {
    readonly timings: { readonly staticMs: number; readonly liveMs: number };
    /** The file that the machine was recorded in. */
    readonly recordedIn: string | undefined;
  },
): JsonObject {
  const { interpreter, packages } = snapshot.observations;
  const value = {
    schema: 'tf-gpu-doctor/diagnosis',
    version: 1,
    verdict: diagnosis.verdict,
    rootCause: diagnosis.rootCause,
    target: {
      ...targetValue(snapshot, recordedIn),
      pythonVersion: interpreter?.ok ? interpreter.data.version : null,
      tensorflow: packages?.ok ? (packages.data.tensorflow?.version ?? null) : null,
    },
    chain: diagnosis.chain,
    findings: diagnosis.findings,
    unchecked: diagnosis.unchecked,
    devices: diagnosis.devices,
    recorded: recordedValue(snapshot, recordedIn),
    timings,
  };
  return plainJson(value);
}
