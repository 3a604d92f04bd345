import type { Facts } from '../../facts/facts.ts';
import { valueOf } from '../../facts/fact.ts';
import { seen, evidence } from '../evidence.ts';
import { installDriver } from '../../remedies/driver.ts';
import { moduleLines, rebuildModule } from '../../remedies/kernel-module.ts';
import type { Remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';
import { onLinux } from '../where.ts';

/** The GPU is there, and no NVIDIA kernel module drives it. */
export const driverNotLoaded: Rule<'driver-not-loaded'> = {
  id: 'driver-not-loaded',
  link: 'driver',
  explains: ['libcuda-missing', 'cuda-visible-devices', 'nvml-missing', 'uvm-not-initialised'],
  needs: ({ driver }) => [driver.files],
  check({ facts, knowledge }) {
    if (!onLinux(facts) || valueOf(facts.driver.cuInitUnmasked) === 0) return undefined;
    const complaint = valueOf(facts.driver.smi)?.report.complaint ?? null;
    const said =
      /couldn't communicate/.test(complaint ?? '') || valueOf(facts.driver.nvml)?.initCode === 9;
    const noModule =
      facts.driver.kernelModule.state === 'absent' && facts.gpus.pci.state === 'known';
    if (facts.driver.kernelModule.state === 'known' || !(said || noModule)) return undefined;
    const there = valueOf(facts.driver.files)?.moduleInstalled;
    return {
      severity: 'error',
      summary:
        there === false
          ? 'There is an NVIDIA GPU, and no NVIDIA driver is installed for the running kernel.'
          : "There is an NVIDIA GPU, but the driver's kernel module is not running.",
      evidence: [
        ...seen('NVIDIA device', facts.gpus.pci, (all) => all.map((one) => one.address).join(', ')),
        ...seen('loaded NVIDIA kernel module', facts.driver.kernelModule),
        ...(complaint === null ? [] : [evidence('error message', complaint, 'nvidia-smi')]),
        ...(there === false
          ? [evidence('module for the running kernel', 'not there', '/lib/modules')]
          : []),
      ],
      remedies: [
        ...(there === true
          ? [
              moduleLines(
                facts,
                'load-module',
                'Load the module; the error message says why it does not load.',
                ['modprobe nvidia'],
              ),
            ]
          : []),
        ...(there === false && facts.driver.cuda.state === 'known' ? rebuilt(facts) : []),
        installDriver(facts, undefined, knowledge),
      ],
      ruledOut: [{ id: 'container-no-gpu', because: 'this is not a container' }],
    };
  },
};

/** The driver's libraries are installed, so only the module is missing, as after an update of the kernel. */
function rebuilt(facts: Facts): readonly Remedy[] {
  const again = rebuildModule(facts);
  return again === undefined ? [] : [again];
}
