import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { onWsl } from './where.ts';

/**
 * The driver runs and a GPU is on the bus, and the driver could not start the GPU: CUDA and NVML see none of them.
 * The answers 100 (CUDA) and "no devices" (NVML) are what public reports of such machines show.
 */
export function notInitialised(facts: Facts): boolean {
  const { driver, gpus } = facts;
  const seenByNvml = valueOf(driver.nvml);
  const none =
    (seenByNvml?.initCode === 0 && seenByNvml.devices.length === 0) ||
    /No devices were found/.test(valueOf(driver.smi)?.report.complaint ?? '');
  const nodes = valueOf(driver.files)?.nodes ?? [];
  return (
    !onWsl(facts) &&
    driver.kernelModule.state === 'known' &&
    gpus.pci.state === 'known' &&
    valueOf(driver.cuInitUnmasked) === 100 &&
    nodes.length > 0 &&
    none
  );
}

/** The kernel's messages about NVIDIA's driver that match; empty where they could not be read. */
export const messagesLike = (facts: Facts, pattern: RegExp): readonly string[] =>
  (valueOf(facts.driver.kernelMessages) ?? []).filter((line) => pattern.test(line));
