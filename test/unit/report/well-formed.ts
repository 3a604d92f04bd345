import { expect } from 'vitest';

const tag =
  /<(?<slash>\/?)(?<name>[a-z]\w*)(?<attributes>(?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*(?<end>\/?)>/gu;

/**
 * The names of the elements in the order of their opening. Fails when one is not closed, when an attribute
 * handles an event, or when a `<`, `>` or `&` stands for itself.
 */
export function wellFormed(html: string): string[] {
  const body = html.replace(/<style>[^]*?<\/style>/u, '');
  const open: string[] = [];
  const names: string[] = [];
  for (const { groups = {} } of body.matchAll(tag)) {
    const { slash, name = '', attributes = '', end } = groups;
    if (slash === '/') {
      expect(open.pop()).toBe(name);
      continue;
    }
    names.push(name);
    if (end === '') open.push(name);
    expect(attributes.replaceAll(/="[^"]*"/gu, '')).not.toMatch(/\son/u);
  }
  expect(open).toEqual([]);
  expect(body.replaceAll(tag, '')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;|#39;|#96;)/u);
  return names;
}
