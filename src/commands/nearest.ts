import { closestMatch } from 'leven';

/** Longer words are no slip of the finger; comparing them would only cost time. */
const longestWord = 64;

/**
 * The candidate that was probably meant by a mistyped `word`: one that begins with it, or one about a third
 * of its letters away. Undefined when none is near.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const meant = word.toLowerCase().replaceAll('_', '-');
  if (meant === '' || meant.length > longestWord) return undefined;
  const begun = candidates.filter((candidate) => candidate.startsWith(meant));
  if (begun.length === 1) return begun[0];
  const maxDistance = Math.max(1, Math.floor(meant.length / 3));
  return closestMatch(meant, [...candidates], { maxDistance });
}
