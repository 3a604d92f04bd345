import { complete } from '../../src/command-model/complete.ts';
import type { JsonObject } from '../../src/json.ts';
import type { Kernel } from '../kernel.ts';
import { noMatches } from '../message-types.ts';
import { renewBusy } from '../requests/renew-busy.ts';
import { respondTo } from '../requests/reply.ts';
import { helpData } from './run-magic-cell.ts';
import { asText } from '../wire/json.ts';
import { messageContent, type Message } from '../wire/message.ts';

/** How long IPython may take to add its own completions, in ms. */
const patienceMs = 1000;

interface Completions {
  readonly matches: readonly string[];
  /** Positions in the code, in characters as Python counts them (code points). */
  readonly start: number;
  readonly end: number;
}

/**
 * Answers Tab and Shift-Tab at our magics, and Tab anywhere while a cell runs, when Python could not answer before the
 * cell's end. Tells whether it did; all other requests are Python's. @throws ProtocolError
 */
export function answerOutOfTurn(kernel: Kernel, request: Message): boolean {
  const answer = answerTo(kernel, request);
  if (answer === undefined) return false;
  void publishAnswer(kernel, request, answer);
  return true;
}

function answerTo(kernel: Kernel, request: Message): Promise<JsonObject> | undefined {
  const type = request.header.msg_type;
  if (type === 'complete_request') {
    const ours = ourCompletions(kernel, request);
    if (ours !== undefined) return completeReply(kernel, request, ours);
    return mayTakeLong(kernel) ? Promise.resolve(noMatches(messageContent(request))) : undefined;
  }
  const found = type === 'inspect_request' ? ourInspection(kernel, request) : undefined;
  return found && Promise.resolve(found);
}

/** Whether Python may be busy for long. A cell that has its reply is done in a moment: its idle is on the way. */
function mayTakeLong({ queue, clientState }: Pick<Kernel, 'queue' | 'clientState'>): boolean {
  const isEnding = queue.isEmpty() && queue.current()?.header.msg_id === clientState.lastReplied;
  return queue.hasCell() && !isEnding;
}

async function publishAnswer(
  kernel: Kernel,
  request: Message,
  answer: Promise<JsonObject>,
): Promise<void> {
  const responder = respondTo(kernel.clients, 'shell', request);
  responder.busy();
  responder.reply(await answer);
  responder.idle();
  renewBusy(kernel);
}

/** What we offer on Tab; undefined when the cursor is not on one of our magics. */
function ourCompletions(
  { commands, environment }: Pick<Kernel, 'commands' | 'environment'>,
  request: Message,
): Completions | undefined {
  const { line, lineStart, column } = placeOf(request);
  const { matches, start, end } = complete(commands, line, column, environment);
  if (matches.length === 0) return undefined;
  const length = (to: number) => Array.from(line.slice(0, to)).length;
  return { matches, start: lineStart + length(start), end: lineStart + length(end) };
}

/** The reply: our completions, and IPython's own for the same place when Python is idle. */
async function completeReply(
  { python, queue }: Pick<Kernel, 'python' | 'queue'>,
  request: Message,
  ours: Completions,
): Promise<JsonObject> {
  const content = messageContent(request);
  const isName = ours.matches.every((match) => match.startsWith('%'));
  let theirs: string[] = [];
  if (isName && queue.current() === undefined && python.state() === 'idle') {
    const late = new Promise<undefined>((resolve) => {
      setTimeout(resolve, patienceMs, undefined).unref();
    });
    const asked = python.request('complete_request', content).catch(() => undefined);
    const reply = await Promise.race([asked, late]);
    if (reply !== undefined) theirs = matchesAt(messageContent(reply), ours.start);
  }
  const matches = [...new Set([...ours.matches, ...theirs])];
  const { start, end } = ours;
  return {
    status: 'ok',
    matches,
    cursor_start: start,
    cursor_end: end,
    metadata: {
      _jupyter_types_experimental: matches.map((text) => ({ start, end, text, type: 'magic' })),
    },
  };
}

/**
 * The help for Shift-Tab on a line with one of our magics; undefined anywhere else. As text only: a tooltip of JupyterLab
 * removes the style from HTML, and a table without its style is hard to read.
 */
function ourInspection(kernel: Pick<Kernel, 'commands'>, request: Message): JsonObject | undefined {
  const name = /^\s*(?:[\w.]+\s*=\s*)?%{1,2}(?<name>[\w-]+)/u.exec(placeOf(request).line)?.groups;
  const help = helpData(kernel, name?.['name'] ?? '');
  const data = { 'text/plain': help?.['text/plain'] };
  return help && { status: 'ok', found: true, data, metadata: {} };
}

function matchesAt({ matches, cursor_start }: JsonObject, start: number): string[] {
  if (cursor_start !== start || !Array.isArray(matches)) return [];
  return matches.filter((match): match is string => typeof match === 'string');
}

/** The line that the cursor is on. */
function placeOf(request: Message): { line: string; lineStart: number; column: number } {
  const { code, cursor_pos: position } = messageContent(request);
  const characters = Array.from(asText(code));
  const cursor = typeof position === 'number' ? position : characters.length;
  const lineStart = characters.lastIndexOf('\n', cursor - 1) + 1;
  const following = characters.indexOf('\n', cursor);
  const line = characters.slice(lineStart, following === -1 ? undefined : following).join('');
  const column = characters.slice(lineStart, cursor).join('').length;
  return { line, lineStart, column };
}
