import { closestMatch } from 'leven';

/** Longer words are no slip of the finger; comparing them would only cost time. */
const longestWord = 64;

/**
 * The candidate that was probably meant by a mistyped `word`: one that begins with it, one with two neighbouring
 * letters exchanged, or one about a third of its letters away. Undefined when none is near.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const meant = plain(word);
  if (meant === '' || meant.length > longestWord) return undefined;
  const begun = candidates.filter((candidate) => plain(candidate).startsWith(meant));
  if (begun.length === 1) return begun[0];
  const swapped = candidates.find((candidate) => isSwap(meant, plain(candidate)));
  if (swapped !== undefined) return swapped;
  const maxDistance = Math.max(1, Math.floor(meant.length / 3));
  const close = closestMatch(meant, candidates.map(plain), { maxDistance });
  return candidates.find((candidate) => plain(candidate) === close);
}

/**
 * ` Did you mean …?` with the nearest candidate, to stand behind a sentence; an empty text when none is near.
 * @param write how a candidate is typed; as it is by default
 */
export function didYouMean(
  word: string,
  candidates: readonly string[],
  write: (candidate: string) => string = (candidate) => candidate,
): string {
  const near = nearest(word, candidates);
  return near === undefined ? '' : ` Did you mean \`${write(near)}\`?`;
}

function isSwap(left: string, right: string): boolean {
  const at = left.split('').findIndex((letter, index) => letter !== right[index]);
  const exchanged = `${left.slice(0, at)}${left.charAt(at + 1)}${left.charAt(at)}${left.slice(at + 2)}`;
  return at >= 0 && exchanged === right;
}

/** Case and the kind of line between the words are no difference. */
const plain = (word: string): string => word.toLowerCase().replaceAll('_', '-');
