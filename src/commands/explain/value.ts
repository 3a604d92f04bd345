import type { Explanation } from '../../explain/explain.ts';
import { plainJson, type JsonObject } from '../../json.ts';
import type { CheckedHere } from './check-here.ts';
import { sortConsequences } from './consequences.ts';
import type { SortedExplanation } from './report.ts';

/** The explanation with its consequences known, and with what a check of this machine said of it. */
export function sortedExplanation(
  explanation: Explanation,
  checked?: CheckedHere,
): SortedExplanation {
  const [remedy] = checked?.remedies ?? [];
  const causes = sortConsequences(explanation.causes).map((cause, place) =>
    place === 0 && remedy !== undefined
      ? { ...cause, remedy: { summary: remedy.summary, commands: remedy.commands } }
      : cause,
  );
  return { ...explanation, causes, deciding: checked?.deciding ?? explanation.deciding };
}

/** The explanation as `content/schema/explanation.json` has it. */
export function explanationValue({ deciding, ...rest }: SortedExplanation): JsonObject {
  return plainJson({ schema: 'tf-gpu-doctor/explanation', version: 1, ...rest, deciding });
}
