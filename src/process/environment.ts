/** The variables of a process. One that is not set is undefined. */
export type Environment = Readonly<Record<string, string | undefined>>;
