import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';

/** Whether this is known to be a container. */
export const inContainer = (facts: Facts): boolean => facts.container.container.state === 'known';

/** Whether this is known to be WSL. */
export const onWsl = (facts: Facts): boolean => facts.platform.wsl.state === 'known';

/** Linux itself: neither WSL nor a container. */
export const onLinux = (facts: Facts): boolean =>
  valueOf(facts.platform.os) === 'linux' &&
  !onWsl(facts) &&
  facts.container.container.state === 'absent';
/** Whether libcuda answered and refused to start with one of these codes, variables or not. */
export function refused(facts: Facts, ...codes: readonly number[]): boolean {
  const code = valueOf(facts.driver.cuInitUnmasked);
  return code !== undefined && codes.includes(code);
}
