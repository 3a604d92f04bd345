/** Finds many texts at once in bytes, whatever their case (Aho and Corasick): one table look-up for each byte. */
export interface Automaton {
  /** The column of each byte in `next`. */
  readonly columns: Uint8Array;
  readonly width: number;
  /** The state that follows: `next[state * width + column]`. The first state is 0. */
  readonly next: Uint16Array;
  /** The texts that end in a state, by their place in the list; undefined where none ends. */
  readonly ends: readonly (readonly number[] | undefined)[];
  /** How many texts there are. */
  readonly count: number;
}

/** @param texts in lower case and ASCII, without line ends. @throws Error for others */
export function createAutomaton(texts: readonly string[]): Automaton {
  const columns = new Uint8Array(256);
  let width = 1;
  for (const byte of new Set(texts.flatMap((text) => Array.from(text, codeOf)))) {
    columns[byte] = width;
    if (byte >= 97 && byte <= 122) columns[byte - 32] = width;
    width += 1;
  }
  const most = 1 + texts.reduce((sum, text) => sum + text.length, 0);
  if (most > 65_535) throw new Error('The texts are too long for the table of states.');
  const next = new Uint16Array(most * width);
  const ends: (number[] | undefined)[] = [undefined];
  let states = 1;
  for (const [index, text] of texts.entries()) {
    let state = 0;
    for (const char of text) {
      const place = state * width + (columns[codeOf(char)] ?? 0);
      if (next[place] === 0) {
        next[place] = states;
        ends[states] = undefined;
        states += 1;
      }
      state = next[place] ?? 0;
    }
    (ends[state] ??= []).push(index);
  }
  connect(next, width, ends);
  return { columns, width, next: next.slice(0, states * width), ends, count: texts.length };
}

/** Gives each state the way on when its text breaks off, nearest to the root first. */
function connect(next: Uint16Array, width: number, ends: (number[] | undefined)[]): void {
  const fallbacks = new Uint16Array(ends.length);
  const queue: number[] = [];
  for (let column = 0; column < width; column += 1) {
    const child = next[column] ?? 0;
    if (child !== 0) queue.push(child);
  }
  for (let place = 0; place < queue.length; place += 1) {
    const state = queue[place] ?? 0;
    const fallback = fallbacks[state] ?? 0;
    const inherited = ends[fallback];
    if (inherited !== undefined) ends[state] = [...(ends[state] ?? []), ...inherited];
    for (let column = 0; column < width; column += 1) {
      const child = next[state * width + column] ?? 0;
      const instead = next[fallback * width + column] ?? 0;
      if (child === 0) next[state * width + column] = instead;
      else {
        fallbacks[child] = instead;
        queue.push(child);
      }
    }
  }
}

function codeOf(char: string): number {
  const code = char.charCodeAt(0);
  if (code === 10 || code > 126) throw new Error(`${char} is not a character to look for.`);
  return code;
}
