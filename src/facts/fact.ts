/**
 * What is known of one thing. `absent` was looked for and is not there; `unknown` could not be found out.
 * The two are never mixed: an unknown is neither health nor sickness.
 */
export type Fact<T> =
  | { readonly state: 'known'; readonly value: T; readonly source: string }
  | { readonly state: 'absent'; readonly source: string }
  | { readonly state: 'unknown'; readonly reason: string };

export const known = <T>(value: T, source: string): Fact<T> => ({ state: 'known', value, source });
export const absent = (source: string): Fact<never> => ({ state: 'absent', source });
export const unknown = (reason: string): Fact<never> => ({ state: 'unknown', reason });
