/** What JSON.parse gives. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

/** Names by which the elements of a list can be addressed. */
const names = ['soname', 'name', 'path', 'gpu', 'index'] as const;

/** Keys that tell the kinds of a record apart: an answer or none (`ok`), how a process ended (`how`). */
const kinds = ['ok', 'how'] as const;

/**
 * Applies changes in the manner of a JSON merge patch (objects are merged, anything else replaces), with three differences:
 * a change of a record's kind replaces the record, whose other fields mean nothing then;
 * null is a value, since records say with it that a thing is not there; and an object over a list changes single
 * elements, each addressed by its soname, name, path or index, or all of them by `*`.
 */
export function apply(base: Value, changes: Value): Value {
  if (!isObject(changes)) return changes;
  if (Array.isArray(base)) return applyToList(base, changes);
  const result: { [key: string]: Value } =
    isObject(base) && isSameKind(base, changes) ? { ...base } : {};
  for (const [key, change] of Object.entries(changes)) {
    result[key] = change === null ? null : apply(result[key] ?? null, change);
  }
  return result;
}

const isSameKind = (base: { [key: string]: Value }, changes: { [key: string]: Value }): boolean =>
  kinds.every(
    (key) => base[key] === undefined || changes[key] === undefined || base[key] === changes[key],
  );

function applyToList(base: readonly Value[], changes: { [key: string]: Value }): Value[] {
  const list = [...base];
  for (const [key, change] of Object.entries(changes)) {
    const places = list.flatMap((element, place) =>
      key === '*' || isNamed(element, key) ? [place] : [],
    );
    if (places.length === 0) throw new Error(`the base has no element "${key}"`);
    for (const place of places) list[place] = apply(list[place] ?? null, change);
  }
  return list;
}

const isNamed = (element: Value, key: string): boolean =>
  isObject(element) &&
  names.some((name) => {
    const value = element[name];
    return (typeof value === 'string' || typeof value === 'number') && `${value}` === key;
  });

const isObject = (value: Value | undefined): value is { [key: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
