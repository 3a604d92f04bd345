import { valueOf, sourceOf } from '../../facts/fact.ts';
import { seen, evidence } from '../evidence.ts';
import { installDriver } from '../../remedies/driver.ts';
import { rebuildBootImage } from '../../remedies/kernel-module.ts';
import { asRoot } from '../../remedies/system.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';

/** The open driver holds the GPU. */
export const nouveauLoaded: Rule<'nouveau-loaded'> = {
  id: 'nouveau-loaded',
  link: 'driver',
  explains: ['driver-not-loaded', 'libcuda-missing', 'gpu-powered-off'],
  needs: ({ driver }) => [driver.files],
  check({ facts, knowledge }) {
    const modules = valueOf(facts.driver.modules) ?? [];
    const open = modules.find((one) => one === 'nouveau' || one === 'nova_core');
    const bound = (valueOf(facts.gpus.pci) ?? []).find(
      (one) => one.driver === 'nouveau' || one.driver === 'nova_core',
    );
    if ((open === undefined && bound === undefined) || facts.driver.kernelModule.state === 'known')
      return undefined;
    const name = bound?.driver ?? open ?? 'nouveau';
    return {
      severity: 'error',
      summary: `The open driver ${name} holds the GPU. CUDA needs NVIDIA's own driver.`,
      evidence: [
        ...(bound ? [evidence(`driver of ${bound.address}`, name, sourceOf(facts.gpus.pci))] : []),
        ...seen('kernel modules', facts.driver.modules, (all) => all.join(', ')),
      ],
      remedies: [
        installDriver(facts, undefined, knowledge),
        remedy(
          'block-nouveau',
          'system',
          'If it comes back: block nouveau and rebuild the boot image.',
          [
            String.raw`printf 'blacklist nouveau\noptions nouveau modeset=0\n' | ${asRoot(facts, 'tee /etc/modprobe.d/blacklist-nouveau.conf')}`,
            rebuildBootImage(facts),
            asRoot(facts, 'reboot'),
          ],
        ),
      ],
    };
  },
};
