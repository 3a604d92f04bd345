import type { Knowledge } from '../../knowledge/tables.ts';
import {
  createExplainer,
  explainText,
  longestReadWhole,
  type Explainer,
  type Explanation,
} from '../../explain/explain.ts';

/** Explains bytes as they come: a text of any length, in the same memory. Null for a text of blanks only. */
export async function explainStream(
  chunks: AsyncIterable<Uint8Array>,
  knowledge: Knowledge,
): Promise<Explanation | null> {
  let explainer: Explainer | undefined;
  let beginning: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of inUtf8(chunks)) {
    if (explainer !== undefined) {
      explainer.push(chunk);
      continue;
    }
    beginning.push(chunk);
    length += chunk.length;
    if (length <= longestReadWhole) continue;
    explainer = createExplainer(knowledge);
    for (const one of beginning) explainer.push(one);
    beginning = [];
  }
  if (explainer !== undefined) return explainer.end();
  const text = Buffer.concat(beginning).toString('utf8');
  return text.trim() === '' ? null : explainText(text, knowledge);
}

/** Windows' shells redirect as UTF-16. */
async function* inUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst && chunk[0] === 0xff && chunk[1] === 0xfe) decoder = new TextDecoder('utf-16le');
    isFirst = false;
    yield decoder === undefined ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }));
  }
}
