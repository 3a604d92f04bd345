import { valueOf } from '../../facts/fact.ts';
import { seen, evidence } from '../evidence.ts';
import { startWithGpu } from '../../remedies/container.ts';
import type { Rule } from '../rule.ts';
import { inContainer, onWsl } from '../where.ts';

/** A container that was started without the GPU. */
export const containerNoGpu: Rule<'container-no-gpu'> = {
  id: 'container-no-gpu',
  link: 'passthrough',
  explains: [
    'libcuda-missing',
    'driver-not-loaded',
    'uvm-not-initialised',
    'cuda-visible-devices',
    'libcuda-compat-shadow',
    'nvml-missing',
  ],
  needs: ({ container, driver }) => [container.container, driver.files],
  check({ facts }) {
    const code = valueOf(facts.driver.cuInitUnmasked);
    const nodes = (valueOf(facts.driver.files)?.nodes ?? []).filter((one) =>
      /nvidia\d|dxg/.test(one.path),
    );
    const noDriver =
      facts.driver.cuda.state === 'absent' || code === 34 || code === 100 || code === -1;
    const smiWorks = (valueOf(facts.driver.smi)?.report.gpus.length ?? 0) > 0;
    // With the devices and without the library, as after `--privileged` without `--gpus`.
    const onlyDevices = nodes.length > 0 && facts.driver.cuda.state === 'absent';
    // A container that shows itself by nothing else (LXC): the host's module runs, and there is no device of it.
    const files = valueOf(facts.driver.files);
    const hidden =
      facts.container.container.state === 'absent' &&
      !onWsl(facts) &&
      facts.platform.jetson.state !== 'known' &&
      facts.driver.kernelModule.state === 'known' &&
      files?.nodes.length === 0 &&
      files.moduleInstalled === null;
    if (!(inContainer(facts) || hidden) || !noDriver || smiWorks || facts.driver.lab)
      return undefined;
    if (nodes.length > 0 && !onlyDevices) return undefined;
    const hostHasGpu =
      facts.gpus.present.state === 'known' || facts.driver.kernelModule.state === 'known';
    const asked = facts.container.wantsGpu;
    return {
      severity: hostHasGpu || asked ? 'error' : 'info',
      summary: onlyDevices
        ? "This container was started with the devices of the GPU and without the driver's libraries."
        : hostHasGpu || asked
          ? 'This container was started without access to the GPU.'
          : 'This container has no access to a GPU. Whether its host has one cannot be seen from here.',
      evidence: [
        ...seen('container', facts.container.container, ({ kind, sign }) => `${kind} (${sign})`),
        evidence('/dev/nvidia*', nodes.map((one) => one.path).join(', ') || 'not there', '/dev'),
        ...(hidden
          ? [
              evidence(
                'kernel module of the host',
                valueOf(facts.driver.kernelModule) ?? '',
                '/proc/driver/nvidia',
              ),
            ]
          : []),
        ...(onlyDevices
          ? [
              evidence(
                'loading libcuda.so.1',
                valueOf(facts.driver.libcudaError) ?? 'not found',
                'the dynamic loader',
              ),
            ]
          : []),
        ...seen('libcuda', facts.driver.libcuda),
        ...(facts.container.asked === undefined
          ? []
          : [evidence('NVIDIA_VISIBLE_DEVICES', facts.container.asked, 'environment variables')]),
      ],
      remedies: [startWithGpu(facts)],
      ruledOut: [
        { id: 'driver-not-loaded', because: 'inside a container the driver is that of the host' },
      ],
    };
  },
};
