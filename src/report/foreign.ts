/** Longer texts are cut, so that no log can make a report that cannot be opened. In UTF-16 units. */
const longestText = 20_000;
/** A sentence is shorter, and breaking longer ones into lines takes long. */
const longestLine = 2000;

/**
 * Terminal sequences as ECMA-48 has them: strings such as titles and links up to their end, control sequences such as
 * colours, and switches of the character set. An attempt ends at the next escape, so that the work stays linear.
 */
const terminalSequence =
  // eslint-disable-next-line no-control-regex
  /\u001b[\]PX^_][^\u0007\u001b\u009c\n]*(?:\u0007|\u001b\\|\u009c)|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[()*+][0-~]/gu;

/** C0 and C1 controls but line feed and tab, and what reorders or hides text: marks, embeddings, isolates, tags. */
const unseen =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/**
 * A text that came from a program, file or machine, made safe to show as text: without terminal sequences,
 * control characters and marks that change the reading direction; line ends are `\n`; half surrogates are
 * replaced. What is very long is cut, and says so. Escaping for HTML or Markdown is the renderer's.
 */
export function clean(text: string, longest = longestText): string {
  const kept = text.length > longest ? text.slice(0, longest) : text;
  const cleaned = kept
    .replace(/\r\n?|[\u0085\u2028\u2029]/gu, '\n')
    .replace(terminalSequence, '')
    .replace(unseen, '')
    .replace(/\p{Surrogate}/gu, '\ufffd');
  if (kept.length === text.length) return cleaned;
  return `${cleaned}… (${text.length - kept.length} more characters)`;
}

/** The same on one line: line ends and tabs become blanks. */
export function cleanLine(text: string, longest = longestLine): string {
  return clean(text, longest).replace(/\s+/gu, ' ').trim();
}

/** One line of code to be copied: its blanks stay, a line end becomes one. */
export function cleanCode(text: string): string {
  return clean(text).replaceAll(/[\n\t]/gu, ' ');
}
