import type { Knowledge } from '../../knowledge/tables.ts';
import { createExplainer, explainText, type Explanation } from '../../explain/explain.ts';

/** A shorter text is read as a whole: lines that a terminal broke are joined again there. */
const shortBytes = 2_000_000;

/** Explains bytes as they come: a text of any length, in the same memory. Null for a text of blanks only. */
export async function explainStream(
  chunks: AsyncIterable<Uint8Array>,
  knowledge: Knowledge,
): Promise<Explanation | null> {
  const explainer = createExplainer(knowledge);
  let beginning: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of inUtf8(chunks)) {
    explainer.push(chunk);
    length += chunk.length;
    if (length <= shortBytes) beginning.push(chunk);
    else beginning = [];
  }
  if (length > shortBytes) return explainer.end();
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
