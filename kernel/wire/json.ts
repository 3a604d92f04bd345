import type { JsonObject } from '../../src/json.ts';

/** Whether a parsed value is a JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object that a field should hold; an empty one for anything else. */
export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The text that a field should hold; an empty one for anything else. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
