import type { Knowledge } from '../knowledge/tables.ts';
import { releaseOf } from '../knowledge/tensorflow.ts';
import { causes as sentences, type TextCauseId } from './causes.ts';
import { contextOf, type LogContext } from './context.ts';
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

export interface Explanation {
  /** Best first. */
  readonly causes: readonly ExplainedCause[];
  readonly noise: readonly { readonly id: string; readonly lines: readonly number[] }[];
  readonly context: LogContext;
}

/** The text is cut here, at its end: what happened last is the interesting part. */
const longest = 2_000_000;
/** Lines longer than this are cut, so that no pattern can take long. */
const longestLine = 4000;

/**
 * Finds causes in what TensorFlow, Python, pip or nvidia-smi printed. A text that is none of these has no cause.
 * Only noise, with a GPU at work or nothing said of it, is the cause `harmless-only`.
 */
export function explainText(text: string, knowledge: Knowledge): Explanation {
  const cut = Math.max(text.length - longest, 0);
  const before = cut === 0 ? 0 : text.slice(0, cut).split('\n').length - 1;
  const { causes, noise: harmless, context } = explainEnd(text.slice(cut), knowledge);
  const counted = <One extends { readonly lines: readonly number[] }>(one: One): One => ({
    ...one,
    lines: one.lines.map((line) => line + before),
  });
  return { causes: causes.map(counted), noise: harmless.map(counted), context };
}

/** The same for a text that is short enough; its lines are counted from 1. */
function explainEnd(text: string, knowledge: Knowledge): Explanation {
  const lines = text.split('\n').map((line) => line.slice(0, longestLine));
  const whole = lines.join('\n');
  const context = contextOf(whole);
  const starts = startsOf(lines);
  const found = new Map<TextCauseId, { weights: number[]; lines: Set<number> }>();
  for (const signature of signatures) {
    if (!holds(signature, whole)) continue;
    const entry = found.get(signature.id) ?? { weights: [], lines: new Set() };
    entry.weights.push(signature.weight * (canBe(signature, context, knowledge) ? 1 : 0.5));
    for (const line of matchedLines(signature.pattern, whole, starts)) entry.lines.add(line);
    found.set(signature.id, entry);
  }
  const harmless = noise
    .filter((one) => one.pattern.test(whole))
    .map((one) => ({ id: one.id, lines: matchedLines(one.pattern, whole, starts) }));
  const causes = [...found]
    .map(([id, { weights, lines: seen }]) => cause(id, confidenceOf(weights), [...seen]))
    .toSorted((a, b) => b.confidence - a.confidence);
  if (causes.length === 0 && harmless.length > 0 && !cpuOnlyList(whole)) {
    const all = [...new Set(harmless.flatMap((one) => one.lines))];
    return { causes: [cause('harmless-only', 0.8, all)], noise: harmless, context };
  }
  return { causes, noise: harmless, context };
}

const holds = ({ pattern, needs, unless }: Signature, text: string): boolean =>
  pattern.test(text) && (needs?.test(text) ?? true) && !(unless?.test(text) ?? false);

/** The surest trace counts; each further one adds a little. */
const confidenceOf = (weights: readonly number[]): number =>
  Math.min(0.99, Math.max(...weights) + 0.01 * (weights.length - 1));

const cause = (id: TextCauseId, confidence: number, lines: readonly number[]): ExplainedCause => ({
  id,
  confidence: Math.round(confidence * 100) / 100,
  lines: lines.toSorted((a, b) => a - b),
  summary: sentences[id],
  page: `content/findings/${id}.md`,
});

/** A list of devices without a GPU is never harmless. */
const cpuOnlyList = (text: string): boolean =>
  /GPU[^\n]{0,25}\[\]|list_physical_devices[^\n]*\n?\s*\[\]|Num GPUs Available:\s*0/.test(text);

/** Whether a cause can be at all on the TensorFlow that the text names. */
function canBe({ releases }: Signature, { tensorflow }: LogContext, knowledge: Knowledge): boolean {
  const release = tensorflow === null ? undefined : releaseOf(knowledge, tensorflow);
  return releases === undefined || release === undefined || releases(release);
}

function startsOf(lines: readonly string[]): readonly number[] {
  let position = 0;
  return lines.map((line) => {
    const start = position;
    position += line.length + 1;
    return start;
  });
}

/** The lines in which matches begin, counted from 1; at most 50. */
function matchedLines(pattern: RegExp, text: string, starts: readonly number[]): number[] {
  const global = globals.get(pattern) ?? new RegExp(pattern.source, `${pattern.flags}g`);
  globals.set(pattern, global);
  const lines = new Set<number>();
  for (const match of text.matchAll(global)) {
    lines.add(lineAt(match.index, starts));
    if (lines.size >= 50) break;
  }
  return [...lines];
}

const globals = new Map<RegExp, RegExp>();

function lineAt(position: number, starts: readonly number[]): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
