import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { startWithOptions } from './container.ts';
import { isGroupName } from './grammar.ts';
import { remedy, type Remedy } from './remedy.ts';
import { quote } from './shell.ts';
import { asRoot } from './system.ts';

/** Lets this user open the device files of the GPU: by the group they belong to, else as the driver makes them. */
export function openDevices(facts: Facts, group: string | null, paths: readonly string[]): Remedy {
  if (facts.container.container.state === 'known') {
    return remedy(
      'open-devices',
      'system',
      'The user of this container may not open the devices. Start the container as a user who may, or add the group that owns them on its host (`--group-add`).',
    );
  }
  if (group !== null && group !== 'root' && isGroupName(group)) {
    return remedy('join-group', 'system', `Join the group ${group}, then log in again.`, [
      asRoot(facts, `usermod -aG ${group} $USER`),
    ]);
  }
  return remedy(
    'open-devices',
    'system',
    'Let everybody open the devices, as the driver does by default. It holds until the next start of the computer.',
    [asRoot(facts, `chmod 666 ${paths.map((one) => quote(one, facts)).join(' ')}`)],
  );
}

/** SELinux keeps containers from devices by default; on the host its log shows what it refused. */
export function allowInSeLinux(facts: Facts): Remedy {
  if (valueOf(facts.container.container) !== undefined) {
    return startWithOptions(
      facts,
      'selinux-container',
      'SELinux may forbid it as well: let this container use devices.',
      { docker: '--security-opt=label=disable' },
    );
  }
  return remedy('selinux-context', 'system', 'SELinux may forbid it as well: look at its log.', [
    asRoot(facts, 'ausearch -m avc -ts recent | grep nvidia'),
  ]);
}
