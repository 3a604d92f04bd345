import { UsageError } from '../errors.ts';
import { parseSnapshot } from './snapshot-schema.ts';
import type { Snapshot } from './snapshot.ts';

const schemaName = 'tf-gpu-doctor/snapshot';
/** A snapshot nests objects about ten levels deep, a notebook around it a few more. */
const deepest = 64;
const mark = new RegExp(`"schema"\\s*:\\s*"${schemaName}"`);

/** Whether a text says that it carries a recorded machine: a snapshot, or a report of any kind. */
export const carriesSnapshot = (text: string): boolean => mark.test(text);

/**
 * Reads the snapshot in a text; `name` is what messages call it.
 *
 * @throws UsageError when it holds no snapshot, or one of a newer version
 */
export function readSnapshot(text: string, name: string): Snapshot {
  if (text.trim() === '') throw new UsageError(`${name} is empty.`);
  const found = snapshotIn(text, name);
  const { version } = found;
  if (typeof version === 'number' && version > 1) {
    throw new UsageError(
      `${name} was written by a newer tf-gpu-doctor (snapshot version ${String(version)}, this one reads 1). ` +
        'Update tf-gpu-doctor and try again.',
    );
  }
  try {
    return parseSnapshot(found);
  } catch (cause) {
    const because = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${name} holds a snapshot that is not complete: ${because}.`, { cause });
  }
}

type JsonRecord = Readonly<Record<string, unknown>>;

function snapshotIn(text: string, name: string): JsonRecord {
  const whole = parse(text);
  if (isDeep(whole)) throw new UsageError(`${name} holds no snapshot: it is nested too deeply.`);
  const found = whole === undefined ? parse(embedded(text) ?? '') : within(whole);
  if (isRecord(found) && !isDeep(found)) return found;
  if (mark.test(text)) {
    throw new UsageError(
      `${name} is cut off: it begins a snapshot and does not end it. Copy or save it again.`,
    );
  }
  throw new UsageError(
    `${name} holds no snapshot of tf-gpu-doctor. Make one with \`tf-gpu-doctor snapshot FILE\` on the other machine.`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The first object inside a JSON value that says it is a snapshot. */
function within(value: unknown): JsonRecord | undefined {
  if (Array.isArray(value)) return value.map(within).find((found) => found !== undefined);
  if (!isRecord(value)) return undefined;
  if (value['schema'] === schemaName) return value;
  return within(Object.values(value));
}

/** The text of the object around the mark, in a page or a document that carries it. */
function embedded(text: string): string | undefined {
  const at = mark.exec(text)?.index;
  const start = at === undefined ? -1 : text.lastIndexOf('{', at);
  if (start < 0) return undefined;
  let depth = 0;
  let quoted = false;
  for (let index = start; index < text.length; index++) {
    const letter = text[index];
    if (quoted) {
      if (letter === '\\') index++;
      else if (letter === '"') quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === '{') depth++;
    else if (letter === '}' && --depth === 0) return text.slice(start, index + 1);
  }
  return undefined;
}

/** Whether data is nested deeper than any of ours; what walks through it would run out of stack. */
function isDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    level = level.flatMap((one) =>
      typeof one === 'object' && one !== null ? Object.values(one) : [],
    );
  }
  return false;
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
