import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { links } from './chain.ts';
import { devicesOf } from './devices.ts';
import type { Severity } from './finding.ts';
import type { Rule, RuleAnswer } from './rule.ts';

/*
 * What decides between findings, in one place:
 *
 * 1. Computing proves, for each GPU by itself. A GPU on which TensorFlow computed rightly has a driver, libraries, a
 *    mode and packages that work. Where all visible GPUs have, a finding about these is worth knowing and no more. A
 *    rule that knows better says why in `evenWhenComputed`.
 * 2. What the installed build says of itself beats the table (`wanted.ts`).
 * 3. Rules about GPUs look at `gpus.visible`, which this process may use. Hidden ones are mentioned at most.
 * 4. Slow is not hanging: a part of the driver hangs when it could not even be ended.
 * 5. A fact that could not be read is never evidence: rules name what they need in `needs`.
 */

/** The links of which computing on a GPU is the proof: all up to TensorFlow's list of devices. */
const provenByComputing = new Set(links.slice(0, links.indexOf('compute')));

/**
 * Whether TensorFlow computed rightly on every GPU that it was shown, and lists every GPU that this process may see. GPUs
 * that the live check left to others do not count: they have the same driver and libraries.
 */
export function computedEverywhere(facts: Facts): boolean {
  const devices = devicesOf(facts);
  const tried = devices.filter((one) => one.computed !== null);
  const visible = valueOf(facts.gpus.visible)?.length ?? 0;
  return (
    tried.length > 0 &&
    devices.length >= visible &&
    tried.every((one) => one.computed === true && one.correct === true) &&
    facts.live.died.state !== 'known'
  );
}

/** Whether TensorFlow computed rightly on one GPU, by its number among those that this process may see. */
export function computedOn(facts: Facts, index: number): boolean {
  const device = devicesOf(facts).find((one) => one.name === `GPU:${index}`);
  return device?.computed === true && device.correct === true;
}

/** Whether what XLA compiles was tried on a GPU, and came out right. Which computations these are their names say. */
function computedByXla(facts: Facts): boolean {
  const compiled = (valueOf(facts.live.computations) ?? []).filter((one) => /xla/i.test(one.name));
  return compiled.length > 0 && compiled.every((one) => one.result === 'ok');
}

/** How grave an answer is on this machine. */
export function severityOf(rule: Rule, { severity }: RuleAnswer, facts: Facts): Severity {
  // Where no GPU was seen and none was asked for, a fault on the way to it is only worth knowing.
  if (!facts.gpus.expected && rule.withoutGpu !== true) return 'info';
  const proven =
    provenByComputing.has(rule.link) &&
    (rule.evenWhenComputed === undefined || (rule.provenByXla === true && computedByXla(facts))) &&
    computedEverywhere(facts);
  return proven ? 'info' : severity;
}
