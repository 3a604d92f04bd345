import type { Report } from '../src/report/report.ts';
import { toHtml } from '../src/report/html.ts';
import { jsonText } from '../src/json.ts';
import { answerText } from './answer.ts';
import { redactorOf, type Content } from './content.ts';

/** What the page asks of its worker. */
export interface Question {
  readonly number: number;
  readonly text: string;
  readonly name: string;
  readonly content: Content;
}

/** What the worker answers: the report as HTML, and what the command's `--json` prints; empty for a refusal. */
export interface Answered {
  readonly number: number;
  readonly html: string;
  readonly json: string;
  /** Why there is no answer: a fault of ours. */
  readonly failure?: string;
}

/** How much of a question's text was read: 0 to 1. */
export interface Progress {
  readonly number: number;
  readonly share: number;
}

/** In the worker: answers each question, and says how far it is. */
export function startWorker(): void {
  addEventListener('message', ({ data }: MessageEvent<Question>) => {
    const { number } = data;
    const answer = answered(data, (share) => postMessage({ number, share } satisfies Progress));
    postMessage(answer);
  });
}

/** Answers in the thread that asks. */
export function answered(
  { number, text, name, content }: Question,
  onProgress?: (share: number) => void,
): Answered {
  try {
    const { report, value } = answerText(text, name, content, onProgress);
    const json = value === null ? '' : jsonText(redactorOf(content).value(value), 2);
    return { number, html: asHtml(report), json };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { number, html: '', json: '', failure };
  }
}

/** A report for this page, whose commands are typed in a terminal. */
export function asHtml(report: Report): string {
  return toHtml(report, 'terminal');
}
