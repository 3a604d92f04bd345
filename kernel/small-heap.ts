import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's heap small. The kernel has little data and makes many short-lived objects; V8 would let the space for new
 * ones grow to 48 MiB and collect the rest so seldom that a long session grows by tens of MiB, none of them in use.
 */
export function keepHeapSmall(): void {
  // The space for new objects stays at the size that it has at the start.
  setFlagsFromString('--semi-space-growth-factor=1');
  // The rest is collected when it has grown by a little, not when it has doubled.
  setFlagsFromString('--optimize-for-size');
}
