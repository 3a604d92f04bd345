import { type Fact } from '../facts/fact.ts';
import type { Evidence } from './finding.ts';

/** A fact as evidence. An absent one reads "not there"; an unknown one gives none. */
export function seen<T>(
  fact: string,
  value: Fact<T>,
  show: (value: T) => string = String,
): Evidence[] {
  switch (value.state) {
    case 'known':
      return [{ fact, value: show(value.value), source: value.source }];
    case 'absent':
      return [{ fact, value: 'not there', source: value.source }];
    case 'unknown':
      return [];
  }
}

/** A plain piece of evidence. */
export const evidence = (fact: string, value: string, source: string): Evidence => ({
  fact,
  value,
  source,
});
