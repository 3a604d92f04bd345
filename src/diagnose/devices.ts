import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';

/** One GPU as TensorFlow listed it, and what came of computing on it. */
export interface DiagnosedDevice {
  /** `GPU:0` */
  readonly name: string;
  readonly model: string;
  readonly computeCapability: string;
  /** Whether anything was computed on it. */
  readonly computed: boolean;
  /** Whether everything that was computed on it is right. */
  readonly correct: boolean;
}

/** The GPUs that TensorFlow listed; empty when it listed none or was not started. */
export function devicesOf(facts: Facts): DiagnosedDevice[] {
  const computations = valueOf(facts.live.computations) ?? [];
  return (valueOf(facts.live.listed) ?? []).map((gpu, index) => {
    const name = /GPU:\d+/.exec(gpu.name)?.[0] ?? `GPU:${index}`;
    const own = computations.filter((one) => sameDevice(one.gpu, name));
    return {
      name,
      model: gpu.model ?? 'unknown',
      computeCapability: gpu.computeCapability ?? 'unknown',
      computed: own.some((one) => one.result === 'ok' || one.result === 'wrong'),
      correct: own.length > 0 && own.every((one) => one.result === 'ok'),
    };
  });
}

const sameDevice = (given: string, name: string): boolean =>
  given.toLowerCase().endsWith(name.toLowerCase());
