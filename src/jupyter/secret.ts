/** Takes a secret out of what is written: sentences, values, a notebook's outputs. */
export interface Secret {
  text(text: string): string;
  /** A copy of JSON data; keys stay as they are. */
  value<T>(value: T): T;
  /** Taken out of the messages and stacks of an error and its causes, which are changed in place. */
  error(error: unknown): void;
}

/** A shorter token may be an ordinary word, and none of our own sentences holds one. */
const shortest = 6;

/** Knows the token as it is and as it stands in an address. */
export function secretOf(token: string): Secret {
  const forms = token.length < shortest ? [] : [token, encodeURIComponent(token)];
  const text = (shown: string): string =>
    forms.reduce((rest, form) => rest.replaceAll(form, '<token>'), shown);
  // Data only: it was JSON before, so it is again.
  const value = <T>(data: T): T =>
    forms.length === 0
      ? data
      : JSON.parse(JSON.stringify(data), (_, part: unknown) =>
          typeof part === 'string' ? text(part) : part,
        );
  const hide = (error: unknown): void => {
    let one = error;
    for (let depth = 0; one instanceof Error && depth < 8; depth += 1) {
      one.message = text(one.message);
      if (one.stack !== undefined) one.stack = text(one.stack);
      one = one.cause;
    }
  };
  return { text, value, error: hide };
}
