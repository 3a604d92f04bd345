import { stretches } from '../inline.ts';

/** Between a sign and the word after it: invisible, and keeps the two from being a mention or a reference. */
const joiner = '\u2060';

/** One line of foreign text that stays text in GitHub's Markdown, wherever in a block it stands. */
export function escapeMarkdown(line: string): string {
  return escapeWithin(line)
    .replace(/^(?<digits>\d+)(?<end>[.)])(?=\s|$)/u, String.raw`$<digits>\$<end>`)
    .replace(/^[-+=:]/u, String.raw`\$&`);
}

/** The same for text that does not begin a line, where lists and rules need no escape. */
function escapeWithin(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]<>#|~&$!]/gu, String.raw`\$&`)
    .replaceAll('@', `@${joiner}`)
    .replaceAll(/#(?=\d)/gu, `#${joiner}`)
    .replaceAll(/\b(?<word>GH)-(?=\d)/giu, `$<word>${joiner}-`);
}

/** A sentence of a report, its code in backticks. */
export function inlineMarkdown(sentence: string): string {
  return stretches(sentence)
    .map(({ text, code }, at) => {
      if (code) return `\`${text}\``;
      return at === 0 ? escapeMarkdown(text) : escapeWithin(text);
    })
    .join('');
}

/** Text as it is, between fences longer than any run of backticks in it. */
export function fenced(text: string): string {
  const runs = text.match(/`+/gu) ?? [];
  const fence = '`'.repeat(runs.reduce((longest, run) => Math.max(longest, run.length + 1), 3));
  return `${fence}text\n${text}\n${fence}`;
}
