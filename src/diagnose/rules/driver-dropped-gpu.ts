import { valueOf, sourceOf } from '../../facts/fact.ts';
import type { Facts } from '../../facts/facts.ts';
import { tableSource } from '../../knowledge/age.ts';
import { archFor, architectureOfDevice } from '../../knowledge/gpus.ts';
import { lastBranchFor } from '../../knowledge/driver.ts';
import type { Knowledge } from '../../knowledge/tables.ts';
import { olderBranch } from '../../remedies/driver.ts';
import { seen, evidence } from '../evidence.ts';
import { messagesLike, notInitialised } from '../not-initialised.ts';
import type { Rule } from '../rule.ts';

/** The driver is of a branch that no longer drives this GPU. */
export const driverDroppedGpu: Rule<'driver-dropped-gpu'> = {
  id: 'driver-dropped-gpu',
  link: 'driver',
  explains: [
    'gpu-not-initialised',
    'driver-not-loaded',
    'cuda-visible-devices',
    'gpu-hardware-fault',
  ],
  assumed:
    'that cuInit answers 100 and NVML lists none; a GTX 1080 under driver 590 or newer would confirm it',
  needs: ({ driver }) => [driver.cuInitUnmasked, driver.files],
  check({ facts, knowledge }) {
    if ((valueOf(facts.driver.cuInitUnmasked) ?? 0) === 0) return undefined;
    const messages = messagesLike(facts, /supported through the NVIDIA \d+\.xx Legacy drivers/);
    const dropped = notInitialised(facts) ? droppedBy(facts, knowledge) : undefined;
    const said = /NVIDIA (\d+)\.xx Legacy/.exec(messages.at(-1) ?? '')?.[1];
    const last = said === undefined ? dropped?.last : Number(said);
    if (last === undefined) return undefined;
    return {
      severity: 'error',
      summary: `The NVIDIA driver is too new for this GPU: the last branch that drives it is ${last}.`,
      evidence: [
        ...(dropped === undefined ? [] : [evidence('GPU', dropped.gpu, dropped.source)]),
        ...seen('driver', facts.driver.version),
        evidence(
          'last driver branch for it',
          String(last),
          said === undefined ? tableSource(knowledge, 'drivers') : 'the driver itself',
        ),
        ...messages
          .slice(-1)
          .map((line) => evidence('kernel message', line, sourceOf(facts.driver.kernelMessages))),
      ],
      remedies: [olderBranch(facts, last)],
      ruledOut: [{ id: 'driver-too-old', because: 'the driver is newer than the GPU, not older' }],
    };
  },
};

/** The first GPU that the branch of this driver no longer drives: by its name, else by its PCI id. */
function droppedBy(
  facts: Facts,
  knowledge: Knowledge,
): { readonly gpu: string; readonly last: number; readonly source: string } | undefined {
  const branch = Number(valueOf(facts.driver.version)?.split('.')[0] ?? 0);
  for (const { model } of valueOf(facts.driver.files)?.gpus ?? []) {
    const row = model === null ? undefined : archFor(knowledge, model);
    const last = row === undefined ? undefined : lastBranchFor(knowledge, row.architecture)?.branch;
    if (model !== null && last !== undefined && branch > last) {
      return { gpu: model, last, source: '/proc/driver/nvidia/gpus' };
    }
  }
  for (const { address, device } of valueOf(facts.gpus.pci) ?? []) {
    const architecture = architectureOfDevice(knowledge, device);
    const last =
      architecture === undefined ? undefined : lastBranchFor(knowledge, architecture)?.branch;
    if (last !== undefined && branch > last) {
      const gpu = `${address} (PCI id 10de:${device.slice(2)}, ${architecture})`;
      return { gpu, last, source: sourceOf(facts.gpus.pci) };
    }
  }
  return undefined;
}
