import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Diagnosis } from '../../diagnose/diagnose.ts';
import { plainJson, type JsonObject } from '../../json.ts';

/** The diagnosis as `content/schema/diagnosis.json` has it. Times are in ms. */
export function diagnosisValue(
  diagnosis: Diagnosis,
  snapshot: Snapshot,
  timings: { readonly staticMs: number; readonly liveMs: number },
): JsonObject {
  const { interpreter, packages } = snapshot.observations;
  const value = {
    schema: 'tf-gpu-doctor/diagnosis',
    version: 1,
    verdict: diagnosis.verdict,
    rootCause: diagnosis.rootCause,
    target: {
      ...snapshot.target,
      pythonVersion: interpreter?.ok ? interpreter.data.version : null,
      tensorflow: packages?.ok ? (packages.data.tensorflow?.version ?? null) : null,
    },
    chain: diagnosis.chain,
    findings: diagnosis.findings,
    unchecked: diagnosis.unchecked,
    devices: diagnosis.devices,
    timings,
  };
  return plainJson(value);
}
