import { valueOf, sourceOf } from '../../facts/fact.ts';
import { architectureOfDevice } from '../../knowledge/gpus.ts';
import { installDriver } from '../../remedies/driver.ts';
import { numbersOf } from '../../knowledge/version.ts';
import { useOpenModule } from '../../remedies/kernel-module.ts';
import { seen, evidence } from '../evidence.ts';
import { messagesLike } from '../not-initialised.ts';
import type { Rule } from '../rule.ts';

/** GPUs of the Blackwell generation work with NVIDIA's open kernel module only. */
export const blackwellNeedsOpenModule: Rule<'blackwell-needs-open-module'> = {
  id: 'blackwell-needs-open-module',
  link: 'driver',
  explains: ['gpu-not-initialised', 'cuda-visible-devices'],
  needs: ({ driver }) => [driver.cuInitUnmasked, driver.files],
  check({ facts, knowledge }) {
    if ((valueOf(facts.driver.cuInitUnmasked) ?? 0) === 0) return undefined;
    const version = valueOf(facts.driver.files)?.procVersion ?? null;
    const messages = messagesLike(facts, /requires use of the NVIDIA open kernel modules/);
    const blackwell = (valueOf(facts.gpus.pci) ?? []).filter(
      (one) => architectureOfDevice(knowledge, one.device) === 'Blackwell',
    );
    const closed = version !== null && !/Open Kernel Module/i.test(version);
    if (messages.length === 0 && !(closed && blackwell.length > 0)) return undefined;
    const branch = numbersOf(valueOf(facts.driver.version) ?? '')[0] ?? 580;
    return {
      severity: 'error',
      summary:
        "This GPU works only with NVIDIA's open kernel module, and the closed one is installed.",
      evidence: [
        ...blackwell.map((one) =>
          evidence(
            'Blackwell GPU',
            `${one.address} (PCI id 10de:${one.device.slice(2)})`,
            sourceOf(facts.gpus.pci),
          ),
        ),
        ...(version === null
          ? []
          : [evidence('kernel module', version, '/proc/driver/nvidia/version')]),
        ...messages
          .slice(-1)
          .map((line) => evidence('kernel message', line, sourceOf(facts.driver.kernelMessages))),
        ...seen('cuInit returns', facts.driver.cuInitUnmasked),
      ],
      remedies: [useOpenModule(facts, branch) ?? installDriver(facts, undefined, knowledge)],
      ruledOut: [{ id: 'gpu-hardware-fault', because: 'the driver refuses this GPU for its kind' }],
    };
  },
};
