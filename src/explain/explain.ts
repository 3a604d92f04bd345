import type { Knowledge } from '../knowledge/tables.ts';
import { releaseOf } from '../knowledge/tensorflow.ts';
import { causes as sentences, isAnswer, type TextCauseId } from './causes.ts';
import { type LogContext, sourceTraces, systemTraces, versionTraces } from './context.ts';
import { decidingFacts, type DecidingFact } from './deciding.ts';
import type { Found } from './reader.ts';
import { listsGpu } from './readers/device-lists.ts';
import { foundByReaders, type Reading, startReading } from './reading/reading.ts';
import { lastRunOf } from './runs.ts';
import { joinWrapped } from './reading/wrapped.ts';
import type { Signature } from './signature.ts';
import { noise, signatures } from './signatures/index.ts';

export interface ExplainedCause {
  readonly id: TextCauseId;
  /** 0 to 1. */
  readonly confidence: number;
  /** Lines of the text, counted from 1. */
  readonly lines: readonly number[];
  readonly summary: string;
  /** Path of the page, relative to the package. */
  readonly page: string;
}

/** Harmless lines of one kind. */
export interface ExplainedNoise {
  readonly id: string;
  readonly lines: readonly number[];
  readonly why: string;
}

export interface Explanation {
  /** Best first. */
  readonly causes: readonly ExplainedCause[];
  readonly noise: readonly ExplainedNoise[];
  readonly context: LogContext;
  /** What would decide between two causes that look alike here. */
  readonly deciding: readonly DecidingFact[];
  /** The lines of the first causes as they stand in the text. */
  readonly marked: readonly { readonly line: number; readonly text: string }[];
  /** Set when the text holds several runs that differ: everything else is about the last one. */
  readonly lastRun?: {
    readonly runs: number;
    /** Where the last one begins. */
    readonly line: number;
    /** What the text shows of the earlier ones only, best first. */
    readonly earlier: readonly TextCauseId[];
  };
}

/** Reads a text of any length as it comes, in the same memory. */
export interface Explainer {
  readonly push: (bytes: Uint8Array) => void;
  /** What all of it shows, when there is nothing more to come. */
  readonly end: () => Explanation;
}

export function createExplainer(knowledge: Knowledge): Explainer {
  const reading = startReading();
  return {
    push: reading.push,
    end: () => {
      reading.end();
      return conclude(reading, knowledge);
    },
  };
}

/** A longer text is read once, from its beginning to its end; of others the lines that were broken are joined again. */
export const longestReadWhole = 2_000_000;
/** So much of a text is taken at once, in characters. */
const pieceLength = 1_000_000;

/**
 * Finds causes in what TensorFlow, Python, an installer, Docker, nvidia-smi or the kernel printed. A text that is none
 * of these has no cause. Only noise, with a GPU at work or nothing said of it, is the cause `harmless-only`.
 *
 * @param onProgress called with the share of the text that was read, from 0 to 1
 */
export function explainText(
  text: string,
  knowledge: Knowledge,
  onProgress?: (share: number) => void,
): Explanation {
  const explanation = explainOnce(text, knowledge, onProgress);
  if (text.length > longestReadWhole) return explanation;
  if (explanation.causes.some(isReal)) return ofLastRun(text, explanation, knowledge);
  // A terminal or a mail program may have broken the message that matters in two.
  for (const { text: joined, lineOf } of joinWrapped(text)) {
    const again = explainOnce(joined, knowledge);
    if (again.causes.some(isReal)) return inLinesOf(again, lineOf);
  }
  return explanation;
}

/** From here on a cause of the last run counts more than what the text shows of the runs before. */
const sureOfLast = 0.5;

/** The explanation of the last run alone, where that one shows something else than the whole text does. */
function ofLastRun(text: string, whole: Explanation, knowledge: Knowledge): Explanation {
  const last = lastRunOf(text);
  if (last === undefined) return whole;
  const { runs, line } = last;
  const alone = inLinesOf(explainOnce(last.text, knowledge), (within) => within + line - 1);
  const [first] = alone.causes;
  const isHealthy = first?.id === 'harmless-only' && listsGpu.test(last.text);
  const isCause = first !== undefined && isReal(first) && first.confidence >= sureOfLast;
  const ofLast = new Set(alone.causes.map(({ id }) => id));
  const earlier = whole.causes.filter(
    (one, place) => isReal(one) && one.id !== first?.id && (place === 0 || !ofLast.has(one.id)),
  );
  if (!(isHealthy || isCause) || earlier.length === 0) return whole;
  const { tensorflow, os, source } = alone.context;
  return {
    ...alone,
    causes: isHealthy ? [{ ...first, summary: healthyLast }] : alone.causes,
    context: {
      tensorflow: tensorflow ?? whole.context.tensorflow,
      os: os ?? whole.context.os,
      source,
    },
    lastRun: { runs, line, earlier: earlier.map(({ id }) => id) },
  };
}

const healthyLast =
  'In the last run of this text TensorFlow has a GPU, and nothing in that run is a fault.';

const encoder = new TextEncoder();

function explainOnce(
  text: string,
  knowledge: Knowledge,
  onProgress?: (share: number) => void,
): Explanation {
  const explainer = createExplainer(knowledge);
  for (let start = 0; start < text.length;) {
    onProgress?.(start / text.length);
    // Not between the two halves of a character.
    const halves = (text.codePointAt(start + pieceLength - 1) ?? 0) > 0xffff ? 1 : 0;
    const end = start + pieceLength + halves;
    explainer.push(encoder.encode(text.slice(start, end)));
    start = end;
  }
  return explainer.end();
}

const isReal = ({ id }: ExplainedCause): boolean => !isAnswer(id);

function inLinesOf(explanation: Explanation, lineOf: (line: number) => number): Explanation {
  const moved = <One extends { readonly lines: readonly number[] }>(one: One): One => ({
    ...one,
    lines: [...new Set(one.lines.map(lineOf))],
  });
  return {
    ...explanation,
    causes: explanation.causes.map(moved),
    noise: explanation.noise.map(moved),
    marked: explanation.marked.map(({ line, text }) => ({ line: lineOf(line), text })),
  };
}

function conclude(reading: Reading, knowledge: Knowledge): Explanation {
  const context = contextOf(reading);
  const found: Found[] = [];
  for (const signature of signatures) {
    const lines = linesOf(reading, signature);
    if (lines === undefined) continue;
    const weight = signature.weight * (canBe(signature, context, knowledge) ? 1 : 0.5);
    found.push({ id: signature.id, weight, lines });
  }
  const ids = new Set(found.map(({ id }) => id));
  found.push(...foundByReaders(reading, { context, knowledge, found: (id) => ids.has(id) }));
  const harmless = noise.flatMap(({ id, pattern, why }) => {
    const lines = reading.linesOf(pattern);
    return lines.length === 0 ? [] : [{ id, lines, why }];
  });
  const causes = merged(found, harmless);
  return {
    causes,
    noise: harmless,
    context,
    deciding: decidingFacts(causes, context),
    marked: markedLines(causes, reading),
  };
}

function contextOf(reading: Reading): LogContext {
  const first = <Name>(traces: readonly (readonly [Name, RegExp])[]): Name | undefined =>
    traces.find(([, pattern]) => reading.linesOf(pattern).length > 0)?.[0];
  const named = versionTraces.map((pattern) => reading.matchOf(pattern)?.[1]).find(Boolean);
  return {
    tensorflow: named ?? reading.answeredVersion() ?? null,
    os: first(systemTraces) ?? null,
    source: first(sourceTraces) ?? 'unknown',
  };
}

/** The lines that show a signature; undefined when the text does not. */
function linesOf(
  reading: Reading,
  { pattern, needs, unless }: Signature,
): readonly number[] | undefined {
  const isThere = (one: RegExp): boolean => reading.linesOf(one).length > 0;
  if (!isThere(pattern) || (needs && !isThere(needs)) || (unless && isThere(unless))) return;
  return reading.linesOf(pattern);
}

/** Whether a cause can be at all on the TensorFlow that the text names. */
function canBe({ releases }: Signature, { tensorflow }: LogContext, knowledge: Knowledge): boolean {
  const release = tensorflow === null ? undefined : releaseOf(knowledge, tensorflow);
  return releases === undefined || release === undefined || releases(release);
}

/** Each cause once, best first. The surest trace counts, and each further one adds a little. */
function merged(found: readonly Found[], harmless: readonly ExplainedNoise[]): ExplainedCause[] {
  const real = found.filter(({ onlyAlone }) => !onlyAlone);
  const alone = found.filter(({ onlyAlone }) => onlyAlone);
  const counted = real.some(({ weight }) => weight >= 0.5) ? real : [...alone.slice(0, 1), ...real];
  if (counted.length === 0 && harmless.length > 0) {
    const lines = [...new Set(harmless.flatMap((one) => one.lines))];
    return [causeOf([{ id: 'harmless-only', weight: 0.8, lines }])];
  }
  return [...new Set(counted.map(({ id }) => id))]
    .map((id) => causeOf(counted.filter((one) => one.id === id)))
    .toSorted((a, b) => b.confidence - a.confidence);
}

function causeOf(same: readonly Found[]): ExplainedCause {
  const [surest, ...others] = same.toSorted((a, b) => b.weight - a.weight);
  const id = surest?.id ?? 'harmless-only';
  const confidence = Math.min(0.99, (surest?.weight ?? 0) + 0.01 * others.length);
  return {
    id,
    confidence: Math.round(confidence * 100) / 100,
    lines: [...new Set(same.flatMap(({ lines }) => lines))].toSorted((a, b) => a - b),
    summary: surest?.summary ?? sentences[id],
    page: `content/findings/${id}.md`,
  };
}

/** So many causes are shown with their lines, and so many lines of each. */
const shown = { causes: 3, lines: 8 };

function markedLines(causes: readonly ExplainedCause[], reading: Reading): Explanation['marked'] {
  const numbers = causes
    .slice(0, shown.causes)
    .flatMap(({ lines }) => [...lines.slice(0, shown.lines - 2), ...lines.slice(-2)]);
  return [...new Set(numbers)]
    .toSorted((a, b) => a - b)
    .flatMap((line) => {
      const text = reading.lineText(line);
      return text === undefined ? [] : [{ line, text }];
    });
}
