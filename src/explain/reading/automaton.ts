/**
 * Finds many texts at once in bytes, whatever their case (Aho and Corasick): one table look-up for each byte. A state
 * is completed when a text first reaches it, because a short text reaches few of the thousands that there are.
 */
export interface Automaton {
  /** The column of each byte in `next`. */
  readonly columns: Uint8Array;
  readonly width: number;
  /** The state that follows a completed one: `next[state * width + column]`. The first state is 0. */
  readonly next: Uint16Array;
  /** The texts that end in a completed state, by their place in the list; undefined where none ends. */
  readonly ends: readonly (readonly number[] | undefined)[];
  /** How many texts there are. */
  readonly count: number;
  /** Completes a state that a completed one leads to; the first state is completed. */
  readonly complete: (state: number) => void;
}

/** @param texts in lower case and ASCII, without line ends. @throws Error for others */
export function createAutomaton(texts: readonly string[]): Automaton {
  const columns = new Uint8Array(256);
  let width = 1;
  let most = 1;
  for (const text of texts) {
    most += text.length;
    for (let at = 0; at < text.length; at += 1) {
      const byte = codeAt(text, at);
      if (columns[byte] !== 0) continue;
      columns[byte] = width;
      if (byte >= 97 && byte <= 122) columns[byte - 32] = width;
      width += 1;
    }
  }
  if (most > 65_535) throw new Error('The texts are too long for the table of states.');
  const next = new Uint16Array(most * width);
  const ends: (number[] | undefined)[] = [undefined];
  for (const [index, text] of texts.entries()) {
    let state = 0;
    for (let at = 0; at < text.length; at += 1) {
      const place = state * width + (columns[codeAt(text, at)] ?? 0);
      if (next[place] === 0) next[place] = ends.push(undefined) - 1;
      state = next[place] ?? 0;
    }
    (ends[state] ??= []).push(index);
  }
  return {
    columns,
    width,
    next,
    ends,
    count: texts.length,
    complete: completer(next, width, ends),
  };
}

/** Completes states one by one: each gets the way on when its text breaks off, which is that of a shorter text. */
function completer(
  next: Uint16Array,
  width: number,
  ends: (number[] | undefined)[],
): Automaton['complete'] {
  /** Known of each state that a completed one leads to; a shorter text leads there, so this ends at 0. */
  const fallbacks = new Uint16Array(ends.length);
  const isComplete = new Uint8Array(ends.length);
  isComplete[0] = 1;
  return function complete(state) {
    if (isComplete[state] === 1) return;
    isComplete[state] = 1;
    const fallback = fallbacks[state] ?? 0;
    complete(fallback);
    const inherited = ends[fallback];
    if (inherited !== undefined) ends[state] = [...(ends[state] ?? []), ...inherited];
    for (let column = 0; column < width; column += 1) {
      const child = next[state * width + column] ?? 0;
      const instead = next[fallback * width + column] ?? 0;
      if (child === 0) next[state * width + column] = instead;
      else fallbacks[child] = instead;
    }
  };
}

function codeAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 10 || code > 126) throw new Error(`${text} has a character that is not looked for.`);
  return code;
}
