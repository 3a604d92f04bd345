import { loadKnowledge } from '../content/knowledge.ts';
import { diagnose, type Diagnosis } from '../diagnose/diagnose.ts';
import { fitsOf, type VersionFit } from '../diagnose/fits.ts';
import { versionsInUse, versionsOnDisk, type Version } from '../diagnose/versions.ts';
import { readFacts, type Facts } from '../facts/facts.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** What a snapshot says about its machine, by the rules and the tables that are shipped. */
export function diagnoseSnapshot(snapshot: Snapshot): Diagnosis {
  return diagnose(readFacts(snapshot), loadKnowledge());
}

/** A diagnosis with the versions that were found, and whether they fit together. */
export interface DiagnosedVersions {
  readonly facts: Facts;
  readonly diagnosis: Diagnosis;
  readonly inUse: readonly Version[];
  readonly onDisk: readonly Version[];
  readonly fits: readonly VersionFit[];
}

/** Diagnoses a snapshot and compares its versions. Both are one judgement, so they never contradict each other. */
export function diagnoseVersions(snapshot: Snapshot): DiagnosedVersions {
  const knowledge = loadKnowledge();
  const facts = readFacts(snapshot);
  const diagnosis = diagnose(facts, knowledge);
  return {
    facts,
    diagnosis,
    inUse: versionsInUse(facts),
    onDisk: versionsOnDisk(facts),
    fits: fitsOf(facts, knowledge, diagnosis),
  };
}
