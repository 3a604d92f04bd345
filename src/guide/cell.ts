import { ProtocolError } from '../errors.ts';

/** A Python block that a reader can run. */
export interface GuideCell {
  readonly kind: 'cell';
  /** Anchor and notebook cell id. */
  readonly id: string;
  readonly source: string;
  readonly tags: readonly CellTag[];
}

/**
 * `raises-exception` is Jupyter's own tag for a cell that is meant to fail;
 * `needs-gpu` cells run anywhere, and say without a GPU what they would show with one.
 */
export type CellTag = 'raises-exception' | 'needs-gpu';

const tags: Readonly<Record<string, CellTag>> = { fails: 'raises-exception', gpu: 'needs-gpu' };

/**
 * Reads the words behind three backticks: `python`, then `name=ID`, `fails`, `gpu`. Gives undefined for a block that
 * is only shown: another language, or `python shown`.
 * @throws ProtocolError for a word that is not known.
 */
export function cellOf(
  info: string,
  content: string,
  defaultId: string,
  page: string,
): GuideCell | undefined {
  const [language, ...words] = info.trim().split(/\s+/);
  if (language !== 'python' || words.includes('shown')) return undefined;
  const named = words.find((word) => word.startsWith('name='));
  const marks = words.filter((word) => word !== named);
  const unknown = marks.find((word) => !(word in tags));
  if (unknown) throw new ProtocolError(`${page} marks a Python block with “${unknown}”`);
  return {
    kind: 'cell',
    id: named ? named.slice('name='.length) : defaultId,
    source: content.replace(/\n$/, ''),
    tags: marks.flatMap((word) => tags[word] ?? []),
  };
}
