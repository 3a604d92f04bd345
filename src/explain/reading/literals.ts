/** A shorter text stands in too many lines to sort them by. */
const shortest = 3;

/** Characters that mean themselves. The last one before a quantifier is not among them. */
const plainRun = /[\w ,:;'"\-/=<>]+(?![*+?{])/y;

/** What one part of a pattern demands of a text that it matches. */
interface Part {
  /** The part matches this text and nothing else. */
  readonly exact?: string;
  /** Each match holds at least one of these. */
  readonly oneOf?: readonly string[];
}

/**
 * Texts in lower case of which each match of a pattern holds at least one, whatever the case. A line without any of
 * them need not be tried. Knows the syntax that signatures use.
 *
 * @throws Error when a match need not hold any text of three characters
 */
export function literalsOf(pattern: RegExp): readonly string[] {
  const { source } = pattern;
  let at = 0;

  function alternatives(): Part {
    const parts = [sequence()];
    while (source[at] === '|') {
      at += 1;
      parts.push(sequence());
    }
    const [only] = parts;
    if (only !== undefined && parts.length === 1) return only;
    const sets = parts.map(({ exact, oneOf }) => (exact === undefined ? oneOf : [exact]));
    return sets.every((set) => set !== undefined) ? { oneOf: sets.flat() } : {};
  }

  function sequence(): Part {
    const found: (readonly string[])[] = [];
    let run = '';
    let isExact = true;
    const endRun = (): void => {
      if (run !== '') found.push([run]);
      run = '';
    };
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      plainRun.lastIndex = at;
      const plain = plainRun.exec(source)?.[0];
      if (plain !== undefined) {
        run += plain.toLowerCase();
        at += plain.length;
        continue;
      }
      const { exact, oneOf } = item();
      if (exact === undefined) {
        endRun();
        isExact = false;
        if (oneOf !== undefined) found.push(oneOf);
      } else run += exact;
    }
    if (isExact) return { exact: run };
    endRun();
    const best = found.toSorted((a, b) => shortestOf(b) - shortestOf(a))[0];
    return best === undefined ? {} : { oneOf: best };
  }

  function item(): Part {
    const part = atom();
    if (!'*+?{'.includes(source[at] ?? ' ')) return part;
    const quantifier = /^(?:[*+?]|\{(?<least>\d+)(?:,\d*)?\})\??/u.exec(source.slice(at));
    if (quantifier === null) return part;
    at += quantifier[0].length;
    const isOptional = /^[*?]/u.test(quantifier[0]) || quantifier.groups?.['least'] === '0';
    if (isOptional) return {};
    return part.exact === undefined ? part : { oneOf: [part.exact] };
  }

  function atom(): Part {
    const char = source[at] ?? '';
    at += 1;
    if (char === '(') return group();
    if (char === '[') {
      while (source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
      at += 1;
      return {};
    }
    if (char === '\\') {
      const escaped = source[at] ?? '';
      at += 1;
      // A boundary breaks the text no more than `^` and `$` do.
      if (escaped === 'b') return { exact: '' };
      return /\w/u.test(escaped) ? {} : { exact: escaped };
    }
    if (char === '^' || char === '$') return { exact: '' };
    return char === '.' ? {} : { exact: char.toLowerCase() };
  }

  function group(): Part {
    const kind = /^\?(?:<?[=!:]|<\w+>)/u.exec(source.slice(at))?.[0] ?? '';
    at += kind.length;
    const part = alternatives();
    at += 1;
    return kind.endsWith('=') || kind.endsWith('!') ? { exact: '' } : part;
  }

  const { exact, oneOf } = alternatives();
  const texts = [...new Set(exact === undefined ? (oneOf ?? []) : [exact])];
  if (texts.length === 0 || shortestOf(texts) < shortest) {
    throw new Error(`A match of ${source} need not hold any text of ${shortest} characters.`);
  }
  return texts;
}

const shortestOf = (texts: readonly string[]): number =>
  Math.min(...texts.map((text) => text.length));
