import { valueOf } from '../../facts/fact.ts';
import { nameCudaError } from '../../knowledge/errors.ts';
import { seen } from '../evidence.ts';
import { reboot } from '../../remedies/driver.ts';
import { moduleLines } from '../../remedies/kernel-module.ts';
import { asRoot } from '../../remedies/system.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';
import { onWsl, refused } from '../where.ts';

/** cuInit says 999 although every part is in place: the state after sleep. */
export const suspendResumeCuinit999: Rule<'suspend-resume-cuinit-999'> = {
  id: 'suspend-resume-cuinit-999',
  link: 'driver',
  needs: ({ driver }) => [driver.cuInitUnmasked, driver.modules],
  check({ facts, knowledge }) {
    // After an update without a restart the driver answers the same; NVML then names the mismatch.
    const mismatch = valueOf(facts.driver.nvml)?.initCode === 18;
    if (!refused(facts, 999) || onWsl(facts) || mismatch) return undefined;
    const files = valueOf(facts.driver.files);
    const complete =
      files?.modules?.includes('nvidia_uvm') === true &&
      files.nodes.some((one) => one.path.endsWith('nvidia-uvm'));
    if (!complete) return undefined;
    return {
      severity: 'error',
      summary:
        'CUDA no longer starts, although the driver is in place. This happens after the machine slept.',
      evidence: [
        ...seen('cuInit returns', facts.driver.cuInitUnmasked, (code) =>
          nameCudaError(knowledge, code),
        ),
        ...seen('kernel modules', facts.driver.modules, (all) => all.join(', ')),
      ],
      remedies: [
        moduleLines(
          facts,
          'reload-uvm',
          'Stop what uses the GPU and load the module nvidia_uvm again.',
          ['rmmod nvidia_uvm', 'modprobe nvidia_uvm'],
        ),
        remedy(
          'sleep-services',
          'system',
          "Switch on the driver's services for sleep, so that it does not come back.",
          [
            asRoot(facts, 'systemctl enable nvidia-suspend nvidia-resume nvidia-hibernate'),
            `echo 'options nvidia NVreg_PreserveVideoMemoryAllocations=1' | ${asRoot(facts, 'tee /etc/modprobe.d/nvidia-sleep.conf')}`,
          ],
        ),
        reboot(facts, 'Or restart the machine.'),
      ],
      ruledOut: [
        { id: 'uvm-not-initialised', because: '/dev/nvidia-uvm and its module are there' },
      ],
    };
  },
};
