import { valueOf } from '../../facts/fact.ts';
import { evidence } from '../evidence.ts';
import { allowInSeLinux, openDevices } from '../../remedies/permission.ts';
import type { Rule } from '../rule.ts';

/** The device files are there and this user may not open them. */
export const devicePermission: Rule<'device-permission'> = {
  id: 'device-permission',
  link: 'driver',
  explains: [
    'cuda-visible-devices',
    'uvm-not-initialised',
    'suspend-resume-cuinit-999',
    'nvml-missing',
  ],
  needs: ({ driver }) => [driver.files],
  check({ facts }) {
    const closed = (valueOf(facts.driver.files)?.nodes ?? []).filter(
      (one) => /nvidia(ctl|\d+|-uvm)$|dxg$/.test(one.path) && (!one.readable || !one.writable),
    );
    const first = closed[0];
    if (first === undefined || valueOf(facts.driver.cuInitUnmasked) === 0) return undefined;
    const enforcing = valueOf(facts.driver.files)?.seLinuxEnforcing === true;
    return {
      severity: 'error',
      summary: 'This user may not open the device files of the GPU.',
      evidence: [
        ...closed.map((one) =>
          evidence(one.path, `mode ${one.mode}, group ${one.group ?? 'unknown'}`, '/dev'),
        ),
        ...(enforcing ? [evidence('SELinux', 'enforcing', '/sys/fs/selinux/enforce')] : []),
      ],
      remedies: [
        openDevices(
          facts,
          first.group,
          closed.map((one) => one.path),
        ),
        ...(enforcing ? [allowInSeLinux(facts)] : []),
      ],
    };
  },
};
