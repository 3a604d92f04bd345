import type { Signature } from '../signature.ts';
import { computeSignatures } from './compute.ts';
import { driverSignatures } from './driver.ts';
import { librarySignatures } from './libraries.ts';
import { memorySignatures } from './memory.ts';
import { pythonSignatures } from './python.ts';

export { noise } from './noise.ts';

/** Every trace of a cause that is known, in the order of the chain. */
export const signatures: readonly Signature[] = [
  ...driverSignatures,
  ...pythonSignatures,
  ...librarySignatures,
  ...computeSignatures,
  ...memorySignatures,
];
