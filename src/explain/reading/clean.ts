const escape = 0x1b;

/** The signs of a web page's text, which `withoutEntities` puts back. */
export const entitySigns = ['&quot;', '&apos;', '&#', '&lt;', '&gt;', '&amp;'] as const;

const entities: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&apos;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

/** A line with what a web page wrote as `&quot;` put back. */
export const withoutEntities = (line: string): string =>
  line.replaceAll(
    /&(?:quot|apos|lt|gt|amp|#39|#34|#x27);/gu,
    (entity) => entities[entity] ?? entity,
  );

/** The bytes of a line without what colours it: from the escape character and `[` to the next letter. */
export function withoutColours(bytes: Uint8Array): Uint8Array {
  const kept = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === escape && bytes[at + 1] === 0x5b) {
      at += 2;
      while (at < bytes.length && !isLetter(bytes[at] ?? 0)) at += 1;
    } else {
      kept[length] = byte;
      length += 1;
    }
  }
  return kept.subarray(0, length);
}

const isLetter = (byte: number): boolean => {
  const small = byte | 0x20;
  return small >= 0x61 && small <= 0x7a;
};
