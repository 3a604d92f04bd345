import { valueOf } from '../../facts/fact.ts';
import { nameCudaError } from '../../knowledge/errors.ts';
import { seen, evidence } from '../evidence.ts';
import { startFabricManager } from '../../remedies/driver-parts.ts';
import type { Rule } from '../rule.ts';
import { refused } from '../where.ts';

/** A machine with NVSwitch whose Fabric Manager is not running. */
export const fabricManager802: Rule<'fabric-manager-802'> = {
  id: 'fabric-manager-802',
  link: 'driver',
  needs: ({ driver }) => [driver.cuInitUnmasked],
  check({ facts, knowledge }) {
    if (!refused(facts, 802, 919)) return undefined;
    return {
      severity: 'error',
      summary:
        'The GPUs of this machine are linked by NVSwitch, and the service that sets it up, Fabric Manager, is not running.',
      evidence: [
        ...seen('cuInit returns', facts.driver.cuInitUnmasked, (code) =>
          nameCudaError(knowledge, code),
        ),
        evidence(
          'Fabric Manager',
          valueOf(facts.driver.files)?.fabricManager === true ? 'running' : 'not seen',
          'its socket under /var/run',
        ),
        ...seen('driver', facts.driver.version),
      ],
      remedies: [startFabricManager(facts)],
    };
  },
};
