import { valueOf } from '../../facts/fact.ts';
import { seen, evidence } from '../evidence.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { reboot } from '../../remedies/driver.ts';
import { asRoot } from '../../remedies/system.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';
import { inContainer } from '../where.ts';

/** Kernel module and driver library are of different versions, as after an update without a reboot. */
export const driverLibraryMismatch: Rule<'driver-library-mismatch'> = {
  id: 'driver-library-mismatch',
  link: 'driver',
  explains: [
    'system-driver-mismatch-803',
    'forward-compat-804',
    'cuda-visible-devices',
    'uvm-not-initialised',
    'suspend-resume-cuinit-999',
    'nvml-missing',
    'container-lost-gpu',
  ],
  check(input) {
    const { facts } = input;
    const nvml = valueOf(facts.driver.nvml);
    const complaint = valueOf(facts.driver.smi)?.report.complaint ?? '';
    const module = valueOf(facts.driver.kernelModule);
    const library = valueOf(facts.driver.cuda)?.fileVersion ?? undefined;
    const ownFile = !/compat|stubs|conda/.test(valueOf(facts.driver.libcuda) ?? '');
    const differ =
      module !== undefined &&
      library !== undefined &&
      /^\d/.test(module) &&
      module !== library &&
      ownFile;
    const stopped = (valueOf(facts.driver.cuInitUnmasked) ?? 0) !== 0;
    const logged = loggedCause(input, 'driver-library-mismatch');
    const said = nvml?.initCode === 18 || /version mismatch/.test(complaint);
    if (!said && !(differ && stopped) && logged === undefined) return undefined;
    return {
      severity: 'error',
      summary:
        'The NVIDIA driver was updated while the old one is still running: its kernel module and its library have different versions.',
      evidence: [
        ...(module === undefined
          ? []
          : seen('version of the kernel module', facts.driver.kernelModule)),
        ...(library === undefined
          ? []
          : [evidence('version of libcuda', library, valueOf(facts.driver.libcuda) ?? 'libcuda')]),
        ...(nvml?.initCode === 18
          ? [evidence('error when it starts', nvml.initText ?? 'error 18', 'NVML')]
          : []),
        ...(complaint === '' ? [] : [evidence('error message', complaint, 'nvidia-smi')]),
        ...(logged ? logEvidence(input, logged) : []),
      ],
      remedies: inContainer(facts)
        ? [
            remedy(
              'restart-container',
              'system',
              'Start the container again, after the host was restarted with its new driver.',
            ),
          ]
        : [
            reboot(facts, 'Restart the machine: it then loads the new module.'),
            remedy(
              'reload-module',
              'system',
              'Or stop everything that uses the GPU and load the module again.',
              ['rmmod nvidia_drm nvidia_modeset nvidia_uvm nvidia', 'modprobe nvidia'].map((line) =>
                asRoot(facts, line),
              ),
            ),
          ],
      ruledOut: [
        {
          id: 'cuda-lib-missing',
          because: 'the fault lies below the CUDA libraries, in the driver',
        },
      ],
    };
  },
};
