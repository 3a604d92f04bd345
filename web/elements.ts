/**
 * An element of the page by its id.
 * @throws Error when the page has none such: a fault of ours
 */
export function element<Type extends HTMLElement>(id: string, type: abstract new () => Type): Type {
  const found = document.querySelector(`#${id}`);
  if (found instanceof type) return found;
  throw new Error(`The page has no ${type.name} #${id}.`);
}

/** A new element with text or other elements in it; texts are never read as HTML. */
export function made<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...inside: readonly (string | Node)[]
): HTMLElementTagNameMap[Name] {
  const one = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  one.append(...inside);
  return one;
}

/** Copies a text and says so; where the browser refuses (a page from a file), the text is selected instead. */
export async function copy(
  text: string,
  from: HTMLElement,
  say: (sentence: string) => void,
): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say('Copied.');
  } catch {
    if (from instanceof HTMLTextAreaElement || from instanceof HTMLInputElement) from.select();
    else getSelection()?.selectAllChildren(from);
    say('Selected. Copy it with Ctrl+C, or Cmd+C on a Mac.');
  }
}
