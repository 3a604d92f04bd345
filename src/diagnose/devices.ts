import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';

/** One GPU as TensorFlow listed it, and what came of computing on it. */
export interface DiagnosedDevice {
  /** `GPU:0` */
  readonly name: string;
  readonly model: string;
  readonly computeCapability: string;
  /** Whether anything was computed on it; null when it was not its turn: others hold it, or work on this machine. */
  readonly computed: boolean | null;
  /** Whether everything that was computed on it is right; null when it was not tried. */
  readonly correct: boolean | null;
}

/** The GPUs that TensorFlow listed; empty when it listed none or was not started. */
export function devicesOf(facts: Facts): DiagnosedDevice[] {
  const computations = valueOf(facts.live.computations) ?? [];
  const tried = (valueOf(facts.live.listed) ?? []).map((gpu, index) => {
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
  const visible = valueOf(facts.gpus.visible) ?? [];
  const leftAlone = (valueOf(facts.live.run)?.leftAlone ?? []).map(({ gpu }) => {
    const known = visible[Number(/\d+$/.exec(gpu)?.[0] ?? -1)];
    return {
      name: gpu,
      model: known?.name ?? 'unknown',
      computeCapability: known?.capability ?? 'unknown',
      computed: null,
      correct: null,
    };
  });
  return [...tried, ...leftAlone].toSorted((a, b) =>
    a.name.localeCompare(b.name, 'en', { numeric: true }),
  );
}

const sameDevice = (given: string, name: string): boolean =>
  given.toLowerCase().endsWith(name.toLowerCase());
