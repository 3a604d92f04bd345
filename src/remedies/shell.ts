import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';

/** A word as a shell takes it: quoted when it has to be. */
export function quote(word: string, facts: Facts): string {
  if (/^[\w@%+=:,./\\-]+$/.test(word)) return word;
  return valueOf(facts.platform.os) === 'windows'
    ? `"${word}"`
    : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The diagnosed Python, ready to be typed. */
export const pythonOf = (facts: Facts): string =>
  quote(valueOf(facts.python.executable) ?? facts.target.python, facts);

/** The line that sets a variable for this shell. */
export function setVariable(name: string, value: string, facts: Facts): string {
  return valueOf(facts.platform.os) === 'windows'
    ? `set ${name}=${value}`
    : `export ${name}=${quote(value, facts)}`;
}

/** The line that takes a variable away for this shell. */
export const unsetVariable = (name: string, facts: Facts): string =>
  valueOf(facts.platform.os) === 'windows' ? `set ${name}=` : `unset ${name}`;
