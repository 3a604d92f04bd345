import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The number that PCI devices of NVIDIA have. */
const nvidia = '0x10de';

/**
 * Whether this computer surely has no NVIDIA GPU. False where that is not known: on another system than Linux, in WSL,
 * which has no PCI devices of its own, and where the list of PCI devices is empty, as in some containers.
 *
 * @param system the root of the file system
 */
export function surelyLacksNvidiaGpu(system = '/'): boolean {
  const folder = join(system, 'sys/bus/pci/devices');
  const signs = ['dev/dxg', 'dev/nvidiactl', 'proc/driver/nvidia', 'dev/nvhost-gpu', 'dev/nvmap'];
  if (signs.some((path) => existsSync(join(system, path)))) return false;
  try {
    const devices = readdirSync(folder);
    return (
      devices.length > 0 &&
      devices.every(
        (device) => readFileSync(join(folder, device, 'vendor'), 'utf8').trim() !== nvidia,
      )
    );
  } catch {
    return false;
  }
}
