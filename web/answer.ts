import { didYouMean } from '../src/command-model/nearest.ts';
import { explanationReport } from '../src/commands/explain/report.ts';
import { explanationValue, sortedExplanation } from '../src/commands/explain/value.ts';
import { diagnosisValue } from '../src/commands/gpu-check/value.ts';
import { planReport } from '../src/commands/gpu-plan/report.ts';
import { planValue } from '../src/commands/gpu-plan/value.ts';
import { diagnose } from '../src/diagnose/diagnose.ts';
import { UsageError } from '../src/errors.ts';
import { explainText } from '../src/explain/explain.ts';
import { readFacts } from '../src/facts/facts.ts';
import type { JsonObject } from '../src/json.ts';
import { planFor } from '../src/plan/plan.ts';
import { describedMachine, readWish, type WishWords } from '../src/plan/read-wish.ts';
import { checkReport } from '../src/report/check-report.ts';
import type { Report } from '../src/report/report.ts';
import { carriesSnapshot, readSnapshot } from '../src/snapshot/read-snapshot.ts';
import { findingText, findingTitle, type Content } from './content.ts';

/** What the page says of a text or a wish: for people, and as the command's `--json` has it. */
export interface Answer {
  readonly kind: 'explanation' | 'diagnosis' | 'plan' | 'refusal';
  readonly report: Report;
  /** null: the input could not be read. */
  readonly value: JsonObject | null;
}

/**
 * Finds out what a text is and answers it: a recorded machine is diagnosed as `gpu-check --from` does, everything else is
 * explained as `explain` does.
 *
 * @param name the file's name, for sentences about it
 * @param onProgress called with the share of a long text that was read, from 0 to 1
 */
export function answerText(
  text: string,
  name: string,
  content: Content,
  onProgress: (share: number) => void = () => {},
): Answer {
  return refusing(() =>
    carriesSnapshot(text) ? diagnosis(text, name, content) : explained(text, content, onProgress),
  );
}

/** What to install on a machine that is described, as `gpu-plan` says it. */
export function answerPlan(words: WishWords, { knowledge }: Content): Answer {
  return refusing(() => {
    const wish = readWish(knowledge, words, describedMachine, didYouMean);
    const plan = planFor(knowledge, wish);
    return { kind: 'plan', report: planReport(plan), value: planValue(wish, plan) };
  });
}

function diagnosis(text: string, name: string, content: Content): Answer {
  const snapshot = readSnapshot(text, name);
  const found = diagnose(readFacts(snapshot), content.knowledge);
  return {
    kind: 'diagnosis',
    report: checkReport(found, snapshot, {
      ui: 'terminal',
      titleOf: (id) => findingTitle(content, id),
      recorded: true,
      recordedIn: name,
    }),
    value: diagnosisValue(found, snapshot, {
      timings: { staticMs: 0, liveMs: 0 },
      recordedIn: name,
    }),
  };
}

function explained(text: string, content: Content, onProgress: (share: number) => void): Answer {
  const sorted = sortedExplanation(explainText(text, content.knowledge, onProgress));
  const pageOf = (id: string): string | undefined => findingText(content, id);
  return {
    kind: 'explanation',
    report: explanationReport(sorted, { ui: 'terminal', pageOf }),
    value: explanationValue(sorted),
  };
}

/** Input that cannot be used is answered with the sentence that says why. */
function refusing(answer: () => Answer): Answer {
  try {
    return answer();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const report: Report = {
      blocks: [{ kind: 'headline', status: 'unknown', text: error.message }],
    };
    return { kind: 'refusal', report, value: null };
  }
}
