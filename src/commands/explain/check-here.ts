import { diagnoseSnapshot } from '../../check/diagnose-snapshot.ts';
import { observeMachine } from '../../check/observe.ts';
import type { CheckRequest } from '../../check/request.ts';
import type { Diagnosis } from '../../diagnose/diagnose.ts';
import { type DecidingFact, questionsFor } from '../../explain/deciding.ts';
import type { ExplainedCause, Explanation } from '../../explain/explain.ts';
import { type Facts, readFacts } from '../../facts/facts.ts';
import type { Remedy } from '../../remedies/remedy.ts';

/** What a check of this machine, without starting TensorFlow, says of the causes that a text shows. */
export interface CheckedHere {
  readonly sentence: string;
  /** The causes; one that was found on this machine is the first. */
  readonly causes: readonly ExplainedCause[];
  /** Of the first cause on this machine; none when it was not found here. */
  readonly remedies: readonly Remedy[];
  /** The facts that decide between the causes of the text, with what they are on this machine. */
  readonly deciding: readonly DecidedFact[];
}

export interface DecidedFact extends DecidingFact {
  /** What the check of this machine found; absent where it could not be found out. */
  readonly here?: string;
}

/** How sure a cause is that the text shows and the machine has. */
const confirmed = 0.99;

/** Checks whether this machine has what the text shows. Undefined when the text shows nothing. */
export async function checkHere(
  request: CheckRequest,
  explanation: Explanation,
): Promise<CheckedHere | undefined> {
  if (explanation.causes.length === 0) return undefined;
  const { snapshot } = await observeMachine(request);
  return {
    ...confirm(explanation, diagnoseSnapshot(snapshot)),
    deciding: decide(explanation, readFacts(snapshot)),
  };
}

/** Looks up on a machine what would decide between the causes of a text. @internal */
export function decide(
  { causes, deciding }: Pick<Explanation, 'causes' | 'deciding'>,
  facts: Facts,
): DecidedFact[] {
  const questions = questionsFor(causes);
  return deciding.map((one) => {
    const here = questions.find(({ fact }) => fact === one.fact)?.here?.(facts);
    return here === undefined ? one : { ...one, here };
  });
}

/** Compares what a text shows with what was found on a machine. @internal */
export function confirm(
  { causes }: Pick<Explanation, 'causes'>,
  { findings, unchecked }: Pick<Diagnosis, 'findings' | 'unchecked'>,
): Omit<CheckedHere, 'deciding'> {
  const shown = causes.find(({ id }) => findings.some((finding) => finding.id === id));
  const finding = findings.find(({ id }) => id === shown?.id);
  if (shown !== undefined && finding !== undefined) {
    const [proof] = finding.evidence;
    const seen = proof === undefined ? '.' : `: ${proof.fact} is ${proof.value}.`;
    return {
      sentence: `A check of this machine confirms it${seen}`,
      causes: [{ ...shown, confidence: confirmed }, ...causes.filter((one) => one.id !== shown.id)],
      remedies: finding.remedies,
    };
  }
  const open = unchecked.find(({ id }) => id === causes[0]?.id);
  return {
    sentence: open
      ? `A check of this machine cannot tell: ${open.reason}`
      : 'A check of this machine that does not start TensorFlow finds nothing of this.',
    causes,
    remedies: [],
  };
}
