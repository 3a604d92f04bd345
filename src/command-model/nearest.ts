import { closestMatch } from 'leven';

/** Longer words are no slip of the finger; comparing them would only cost time. */
const longestWord = 64;

/**
 * The candidate that was probably meant by a mistyped `word`: one that begins with it, or one about a third
 * of its letters away. Undefined when none is near.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const meant = plain(word);
  if (meant === '' || meant.length > longestWord) return undefined;
  const begun = candidates.filter((candidate) => plain(candidate).startsWith(meant));
  if (begun.length === 1) return begun[0];
  const maxDistance = Math.max(1, Math.floor(meant.length / 3));
  const close = closestMatch(meant, candidates.map(plain), { maxDistance });
  return candidates.find((candidate) => plain(candidate) === close);
}

/** Case and the kind of line between the words are no difference. */
const plain = (word: string): string => word.toLowerCase().replaceAll('_', '-');
