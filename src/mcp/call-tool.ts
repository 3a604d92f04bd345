import { Readable } from 'node:stream';

import type { Command, Context } from '../command-model/command.ts';
import { redactorFor } from '../command-model/redacted.ts';
import { runWords } from '../command-model/run.ts';
import { UsageError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { stepOf } from '../report/step.ts';
import { toText } from '../report/text.ts';
import type { AssistantTool } from './tools.ts';
import { wordsFor } from './words.ts';

/** Time limits of a call, in ms: with TensorFlow started, and without. */
const limits = { live: 300_000, other: 60_000 };
/** The longest text of an answer, in characters: some clients refuse more than 25,000 tokens. */
const longestAnswer = 40_000;
/** The longest JSON beside it, in characters. */
const longestValue = 400_000;

/** What a tool call answers, as MCP has it. */
export type ToolResult = {
  readonly content: { readonly type: 'text'; readonly text: string }[];
  readonly structuredContent?: JsonObject;
  readonly isError?: boolean;
};

/** Where a call comes from. */
export interface Caller {
  readonly environment: Context['environment'];
  readonly cwd: string;
  readonly allowLive: boolean;
  /** Aborted when the client cancels. */
  readonly signal: AbortSignal;
  /** The addresses of the folders that the client has declared. */
  roots(): Promise<readonly string[]>;
  /** Says what is being done, each step once. */
  progress(step: string): void;
}

/**
 * Runs a command for an assistant. Wrong arguments, failures of ours and a time that ran out are results marked as
 * errors; bad news about the machine is an ordinary answer. Names and addresses are taken out of text and value.
 */
export async function callTool(
  tool: AssistantTool,
  command: Command,
  given: Readonly<Record<string, unknown>>,
  caller: Caller,
): Promise<ToolResult> {
  const limit = given['live'] === true ? limits.live : limits.other;
  const late = AbortSignal.timeout(limit);
  const context = contextOf(caller, late);
  const redactor = redactorFor(context);
  let last = '';
  context.show = (report) => {
    const step = stepOf(report);
    if (step === undefined || step === last) return;
    last = step;
    caller.progress(redactor.text(step));
  };
  try {
    const asked = await wordsFor(tool, command, given, {
      allowLive: caller.allowLive,
      fileBelow: async (path) => {
        const { fileBelowRoots } = await import('./roots.ts');
        return fileBelowRoots(path, await caller.roots());
      },
    });
    const run = await runWords(
      command,
      { ...context, ...(asked.text !== undefined && { input: inputOf(asked.text) }) },
      asked.words,
    );
    if (late.aborted) return refusal(`It took more than ${limit / 1000} s and was stopped.`);
    const isOurText = run.redact === false;
    const shown = toText(run.report, { width: 100, colour: false });
    const value = isOurText ? run.value : redactor.value(run.value);
    return {
      content: [{ type: 'text', text: cut(isOurText ? shown : redactor.text(shown)) }],
      ...(JSON.stringify(value).length <= longestValue && { structuredContent: value }),
      ...((run.exitCode === 2 || run.exitCode === 4) && { isError: true }),
    };
  } catch (error) {
    if (error instanceof UsageError) return refusal(error.message);
    throw error;
  }
}

function contextOf({ environment, cwd, signal }: Caller, late: AbortSignal) {
  return {
    ui: 'terminal' as const,
    environment,
    cwd,
    signal: AbortSignal.any([signal, late]),
    show: (_report: Parameters<Context['show']>[0]) => {},
  };
}

/** A text as standard input would bring it. */
const inputOf = (text: string) => () => Readable.from([Buffer.from(text)]);

function refusal(sentence: string): ToolResult {
  return { content: [{ type: 'text', text: sentence }], isError: true };
}

function cut(text: string): string {
  if (text.length <= longestAnswer) return text;
  const rest = text.length - longestAnswer;
  return `${text.slice(0, longestAnswer)}\n… (${rest} more characters; the value beside this text is whole)`;
}
