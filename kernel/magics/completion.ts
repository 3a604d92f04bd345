import { complete } from '../../src/command-model/complete.ts';
import type { JsonObject } from '../../src/json.ts';
import { helpData } from './run-magic-cell.ts';
import type { Kernel } from '../kernel.ts';
import { asText } from '../wire/json.ts';
import { contentOf, type Message } from '../wire/message.ts';

/** How long IPython may take to add its own completions, in ms. */
const patienceMs = 1000;

interface Completions {
  readonly matches: readonly string[];
  /** Positions in the code, in characters as Python counts them (code points). */
  readonly start: number;
  readonly end: number;
}

/** What we offer on Tab; undefined when the place is none of ours. */
export function ourCompletions(kernel: Kernel, request: Message): Completions | undefined {
  const { line, lineStart, column } = placeOf(request);
  const { matches, start, end } = complete(kernel.commands, line, column);
  if (matches.length === 0) return undefined;
  const length = (to: number) => Array.from(line.slice(0, to)).length;
  return { matches, start: lineStart + length(start), end: lineStart + length(end) };
}

/** The reply: ours, and IPython's own for the same place when Python has time for it. */
export async function completeReply(
  { backend }: Kernel,
  request: Message,
  ours: Completions,
  idle: boolean,
): Promise<JsonObject> {
  const content = contentOf(request);
  const isName = ours.matches.every((match) => match.startsWith('%'));
  let theirs: string[] = [];
  if (idle && isName && backend.state() === 'idle') {
    const late = new Promise<undefined>((resolve) => {
      setTimeout(resolve, patienceMs, undefined).unref();
    });
    const asked = backend.request('complete_request', content).catch(() => undefined);
    const reply = await Promise.race([asked, late]);
    if (reply !== undefined) theirs = matchesAt(contentOf(reply), ours.start);
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
 * takes the style out of HTML, and what is left of a table stands on the right.
 */
export function ourInspection(kernel: Kernel, request: Message): JsonObject | undefined {
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
  const { code, cursor_pos: position } = contentOf(request);
  const characters = Array.from(asText(code));
  const cursor = typeof position === 'number' ? position : characters.length;
  const lineStart = characters.lastIndexOf('\n', cursor - 1) + 1;
  const following = characters.indexOf('\n', cursor);
  const line = characters.slice(lineStart, following === -1 ? undefined : following).join('');
  const column = characters.slice(lineStart, cursor).join('').length;
  return { line, lineStart, column };
}
