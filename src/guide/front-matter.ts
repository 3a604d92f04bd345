import * as v from 'valibot';
import { ProtocolError } from '../errors.ts';

const Front = v.strictObject({
  title: v.pipe(v.string(), v.minLength(1)),
  summary: v.pipe(v.string(), v.minLength(1)),
  /** Place in the list of pages. */
  order: v.pipe(v.string(), v.regex(/^\d+$/, 'is not a whole number'), v.transform(Number)),
  /** Title of the document whose steps the page walks through. */
  follows: v.optional(v.string()),
  /** With what the cells of the page were run; never what they were not run with. */
  'run-with': v.pipe(v.string(), v.minLength(1)),
});

/** The lines between the two `---` at the head of a guide page. */
export type FrontMatter = v.InferOutput<typeof Front>;

/**
 * Parts a page into its front matter and its Markdown.
 * @throws ProtocolError naming the page and what is wrong with it.
 */
export function parseFrontMatter(
  text: string,
  name: string,
): { readonly front: FrontMatter; readonly body: string } {
  const match = /^---\n([\s\S]*?)\n---\n/.exec(text);
  if (!match) throw new ProtocolError(`${name} does not begin with front matter between --- lines`);
  const front = v.safeParse(Front, keysAndValues(match[1] ?? ''));
  if (!front.success) {
    const faults = front.issues.map((issue) => `${v.getDotPath(issue) ?? '?'}: ${issue.message}`);
    throw new ProtocolError(`The front matter of ${name} is off: ${faults.join('; ')}`);
  }
  return { front: front.output, body: text.slice(match[0].length).replace(/^\n+/, '') };
}

function keysAndValues(lines: string): Record<string, string> {
  const pairs = lines.split('\n').map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
  return Object.fromEntries(pairs);
}
