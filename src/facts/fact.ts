/**
 * What is known of one thing. `absent` was looked for and is not there; `unknown` could not be found out.
 * The two are never mixed: an unknown is neither health nor sickness.
 */
export type Fact<T> =
  | { readonly state: 'known'; readonly value: T; readonly source: string }
  | { readonly state: 'absent'; readonly source: string }
  | {
      readonly state: 'unknown';
      readonly reason: string;
      /** There is no such thing on this platform, as /proc on Windows: what needs it cannot be here either. */
      readonly notHere?: true;
    };

export const known = <T>(value: T, source: string): Fact<T> => ({ state: 'known', value, source });
export const absent = (source: string): Fact<never> => ({ state: 'absent', source });
export const unknown = (reason: string): Fact<never> => ({ state: 'unknown', reason });

/** The value where it is known, else undefined: absent and unknown look alike here, so ask `state` where they differ. */
export const valueOf = <T>(fact: Fact<T>): T | undefined =>
  fact.state === 'known' ? fact.value : undefined;

/** Where a fact was seen; empty when it was not. */
export const sourceOf = (fact: Fact<unknown>): string =>
  fact.state === 'unknown' ? '' : fact.source;

/** A known value turned into another; absent and unknown stay what they are. `undefined` and `null` mean absent. */
export function mapFact<T, U>(fact: Fact<T>, turn: (value: T) => U | null | undefined): Fact<U> {
  if (fact.state !== 'known') return fact;
  const value = turn(fact.value);
  return value === null || value === undefined ? absent(fact.source) : known(value, fact.source);
}

/** The first known fact; else the first absent one; else the first unknown. */
export function firstKnown<T>(...facts: readonly [Fact<T>, ...Fact<T>[]]): Fact<T> {
  return (
    facts.find((fact) => fact.state === 'known') ??
    facts.find((fact) => fact.state === 'absent') ??
    facts[0]
  );
}
