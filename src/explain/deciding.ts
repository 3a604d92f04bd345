import type { Facts } from '../facts/facts.ts';
import { isAnswer, type TextCauseId } from './causes.ts';
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
  /** It is asked about its first cause even when the text shows no other: such a text leaves the others out. */
  readonly evenAlone?: true;
}

/** Causes that are this much less sure than the first are no rivals of it. */
const near = 0.3;
/** From here on a cause needs no more proof, unless the text shows a rival. */
const sureEnough = 0.85;
/** A person answers no longer list of questions. */
const mostQuestions = 2;

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
  const open = new Set(
    causes.filter(({ confidence }) => confidence >= first.confidence - near).map(({ id }) => id),
  );
  open.delete(first.id);
  const isAlone = isAnswer(first.id) || (open.size === 0 && first.confidence < sureEnough);
  const questions: DecidingQuestion[] = [];
  for (const question of decidingQuestions) {
    if (!question.between.includes(first.id)) continue;
    const others = question.between.filter((id) => id !== first.id);
    const isAsked = isAlone && question.evenAlone === true && question.between[0] === first.id;
    const rivals = isAsked ? others : others.filter((id) => open.has(id));
    if (rivals.length === 0) continue;
    const between = isAnswer(first.id) ? rivals : [first.id, ...rivals];
    questions.push({ ...question, between });
    // One fact is enough for each rival.
    for (const id of rivals) open.delete(id);
  }
  return questions.slice(0, mostQuestions);
}
