import { sep } from 'node:path';
import { isTooOld, practiceFolder, targetAt, type Target } from '../python/choose-python.ts';
import type { Observations } from '../snapshot/observations/index.ts';

/**
 * A named target as the probe `interpreter` confirms it; undefined when the probe did not answer, or answered of a
 * Python that is too old: then `chooseTarget` says what is wrong.
 */
export function confirmed(named: Target, { interpreter }: Observations): Target | undefined {
  if (interpreter?.ok !== true || isTooOld(interpreter.data.version)) return undefined;
  return targetAt(interpreter.data.executable, named.chosenBecause);
}

/**
 * The same target with another Python of this machine that has TensorFlow, when the target is the practice
 * environment and the probe `pythons` found one.
 */
export function withOther(target: Target, observations: Observations): Target {
  const found = observations.pythons;
  if (!target.practice || found?.ok !== true) return target;
  for (const { path, tensorflow } of found.data.pythons) {
    if (tensorflow !== null && !path.startsWith(practiceFolder + sep)) {
      return { ...target, other: { python: path, tensorflow } };
    }
  }
  return target;
}
