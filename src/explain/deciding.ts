import type { Facts } from '../facts/facts.ts';
import type { TextCauseId } from './causes.ts';
import type { ExplainedCause } from './explain.ts';
import type { LogContext } from './context.ts';
import { decidingQuestions } from './deciding-questions.ts';

/** A fact that is not in the text and would decide between causes that look alike in it. */
export interface DecidingFact {
  readonly between: readonly TextCauseId[];
  /** What has to be known, as the end of "What decides it: …". */
  readonly fact: string;
  /** A line that shows it. */
  readonly command: string;
}

/** A fact, the causes between which it decides, and how a check of a machine answers it. */
export interface DecidingQuestion extends DecidingFact {
  /** The same line for another system than Linux. */
  readonly windows?: string;
  /** What a check of this machine says of it; undefined when it could not be found out. */
  readonly here?: (facts: Facts) => string | undefined;
  /** All of its causes are named, although the text shows one only: that one never stands alone in such a text. */
  readonly evenAlone?: true;
}

/** Causes that are this much less sure than the first are no rivals of it. */
const near = 0.4;

/** The facts that would decide between the first cause and those that are nearly as sure. */
export function decidingFacts(
  causes: readonly ExplainedCause[],
  { os }: LogContext,
): readonly DecidingFact[] {
  return questionsFor(causes).map(({ fact, command, windows, between }) => ({
    between,
    fact,
    command: os === 'windows' ? (windows ?? command) : command,
  }));
}

/** The questions between the first cause and its rivals; `between` holds those of them that the text shows. */
export function questionsFor(causes: readonly ExplainedCause[]): readonly DecidingQuestion[] {
  const [first] = causes;
  if (first === undefined) return [];
  const rivals = new Set(
    causes.filter(({ confidence }) => confidence >= first.confidence - near).map(({ id }) => id),
  );
  return decidingQuestions
    .filter(({ between }) => between.includes(first.id))
    .flatMap((question) => {
      const others = question.between.filter((id) => id !== first.id);
      // An answer to a text only is no rival of a cause: then every cause that fits is named.
      const shown = others.filter((id) => rivals.has(id));
      const between = [first.id, ...(shown.length > 0 ? shown : question.evenAlone ? others : [])];
      return between.length < 2 ? [] : [{ ...question, between }];
    });
}
