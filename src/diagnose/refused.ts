import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';

/** Whether libcuda answered and refused to start with one of these codes, variables or not. */
export function refused(facts: Facts, ...codes: readonly number[]): boolean {
  const code = valueOf(facts.driver.cuInitUnmasked);
  return code !== undefined && codes.includes(code);
}
