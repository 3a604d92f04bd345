/** Which Python an answer is about and why that one, as a sentence for people. */
export function examinedPython(
  target: { readonly python: string; readonly chosenBecause: string },
  version?: string,
): string {
  const numbered = version === undefined ? '' : ` (${version})`;
  return `The examined Python is \`${target.python}\`${numbered}. Why this one: ${target.chosenBecause}.`;
}
