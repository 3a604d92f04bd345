/** A text whose lines were joined, and the line of the original that each begins in. */
export interface Joined {
  readonly text: string;
  readonly lineOf: (line: number) => number;
}

/** A terminal is hardly narrower or wider, in characters. */
const narrowest = 25;
const widest = 250;

/**
 * A text that was broken at the edge of a terminal or by a mail program, put together again: first where a line is as
 * long as the longest, which a terminal's lines are; then each line with the next, as a mail program breaks them.
 */
export function* joinWrapped(text: string): Generator<Joined> {
  const lines = text.split(/\r?\n/u);
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
  if (width < narrowest) return;
  if (width <= widest) {
    yield join(lines, (line) => (line.length === width ? '' : undefined));
  }
  const unquoted = lines.map((line) => line.replace(/^(?:> ?)+/u, ''));
  yield join(unquoted, (line, index) =>
    line.trim() === '' || isOwnMessage(unquoted[index + 1] ?? '') ? undefined : ' ',
  );
}

/** Whether a line begins a message of its own. */
const isOwnMessage = (line: string): boolean =>
  line.trim() === '' || /^\s*(?:[\d[$%|+*#-]|[IWEF]\d{4} |\w+Error|Traceback|File ")/u.test(line);

/** @param between what joins a line to the next; undefined: it ends there */
function join(
  lines: readonly string[],
  between: (line: string, index: number) => string | undefined,
): Joined {
  const starts: number[] = [];
  let text = '';
  let continues = false;
  for (const [index, line] of lines.entries()) {
    if (!continues) starts.push(index + 1);
    const joint = between(line, index);
    continues = joint !== undefined;
    text += joint === undefined ? `${line}\n` : `${line.trimEnd()}${joint}`;
  }
  return { text, lineOf: (line) => starts[line - 1] ?? line };
}
