import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Target } from '../../python/choose-python.ts';
import type { Diagnosis } from '../../diagnose/diagnose.ts';
import type { ExitCode, Outcome } from '../../command-model/command.ts';
import type { Interface } from '../../interface.ts';
import { diagnoseSnapshot } from '../../check/diagnose-snapshot.ts';
import { titleOf } from '../../content/page-ids.ts';
import { readFixState } from '../../fix/state.ts';
import { withProofs } from '../../fix/with-proofs.ts';
import type { Environment } from '../../process/environment.ts';
import { checkReport } from '../../report/check-report.ts';
import { diagnosisValue } from './value.ts';

/** What a check found, for people and for programs. Times are in ms. */
export function checkOutcome(
  snapshot: Snapshot,
  asked: {
    readonly target: Target | undefined;
    /** The file that the machine was recorded in. */
    readonly recordedIn: string | undefined;
    readonly ui: Interface;
    /** Ours: it says where is kept what was tried. */
    readonly environment: Environment;
    readonly requireGpu: boolean;
    readonly staticMs: number;
    readonly liveMs: number;
  },
): Outcome {
  const found = diagnoseSnapshot(snapshot);
  const diagnosis =
    asked.target === undefined
      ? found
      : withProofs(found, readFixState(asked.environment, snapshot.target.python));
  const timings = {
    staticMs: Math.round(asked.staticMs),
    liveMs: snapshot.live ? Math.round(asked.liveMs) : 0,
  };
  return {
    report: checkReport(diagnosis, snapshot, {
      ui: asked.ui,
      titleOf,
      recorded: asked.target === undefined,
      recordedIn: asked.recordedIn,
      otherPython: asked.target?.other,
    }),
    value: diagnosisValue(diagnosis, snapshot, { timings, recordedIn: asked.recordedIn }),
    exitCode: exitCodeOf(diagnosis, asked.requireGpu),
  };
}

/** 0 nothing above info; 1 a warning or an error, or no GPU where one is required; 3 unknown. */
function exitCodeOf(diagnosis: Diagnosis, requireGpu: boolean): ExitCode {
  const bad = diagnosis.findings.some((finding) => finding.severity !== 'info');
  if (bad) return 1;
  if (requireGpu && diagnosis.verdict === 'cpu-only') return 1;
  return diagnosis.verdict === 'unknown' ? 3 : 0;
}
