/** An environment for a process; `undefined` is not set. */
export type Variables = Readonly<Record<string, string | undefined>>;
