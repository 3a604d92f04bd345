/** What the part of the address behind `#` asks for. */
export type Route =
  | { readonly view: 'paste'; readonly shared?: string }
  | { readonly view: 'plan'; readonly words: Readonly<Record<string, string>> }
  | { readonly view: 'look-up' }
  | { readonly view: 'tables' }
  | { readonly view: 'page'; readonly id: string; readonly anchor?: string };

/** The names that are views; every other name is a page of the guide or of a finding. */
const views = ['plan', 'look-up', 'tables'] as const;

/** Reads the part of an address behind `#`. */
export function routeOf(hash: string): Route {
  const [name = '', rest] = split(hash.replace(/^#/u, ''), '?');
  const view = views.find((one) => one === name);
  if (view === 'plan') return { view, words: Object.fromEntries(new URLSearchParams(rest ?? '')) };
  if (view !== undefined) return { view };
  if (name.startsWith('text=')) return { view: 'paste', shared: name.slice('text='.length) };
  const [id = '', anchor] = split(name, '/');
  if (!/^[a-z0-9.-]+$/u.test(id)) return { view: 'paste' };
  return { view: 'page', id, ...(anchor !== undefined && { anchor }) };
}

/** The part before the first mark and the part behind it. */
function split(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)];
}
