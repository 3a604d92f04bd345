import { judge } from '../../check/judge.ts';
import { observeMachine } from '../../check/observe.ts';
import type { CheckRequest } from '../../check/request.ts';
import type { Explanation } from '../../explain/explain.ts';
import type { Remedy } from '../../remedies/remedy.ts';

/** What a check of this machine, without starting TensorFlow, says of a cause that a text shows. */
export interface CheckedHere {
  readonly sentence: string;
  /** Of this machine's finding; none when it was not found here. */
  readonly remedies: readonly Remedy[];
}

/** Checks whether this machine has what the text shows. Undefined when the text shows nothing. */
export async function checkHere(
  request: CheckRequest,
  { causes }: Explanation,
): Promise<CheckedHere | undefined> {
  const [first] = causes;
  if (first === undefined) return undefined;
  const { snapshot } = await observeMachine(request);
  const { findings, unchecked } = judge(snapshot);
  const found = findings.find((one) => causes.some((cause) => cause.id === one.id));
  if (found !== undefined) {
    const same = found.id === first.id ? '' : `, but with \`${found.id}\``;
    const [proof] = found.evidence;
    const seen = proof === undefined ? '' : ` ${proof.fact}: ${proof.value}.`;
    return {
      sentence: `A check of this machine agrees${same}.${seen}`,
      remedies: found.remedies,
    };
  }
  const open = unchecked.find((one) => one.id === first.id);
  return {
    sentence: open
      ? `A check of this machine cannot tell: ${open.reason}`
      : 'A check of this machine that does not start TensorFlow finds nothing of this.',
    remedies: [],
  };
}
