import { valueOf } from '../../facts/fact.ts';
import { nameCudaError } from '../../knowledge/errors.ts';
import { asRoot } from '../../remedies/system.ts';
import { remedy } from '../../remedies/remedy.ts';
import { seen, evidence } from '../evidence.ts';
import type { Rule } from '../rule.ts';

/** Confidential computing is on, and nobody has declared the GPUs ready. */
export const confidentialComputingNotReady: Rule<'confidential-computing-not-ready'> = {
  id: 'confidential-computing-not-ready',
  link: 'driver',
  explains: ['fabric-manager-802', 'cuda-visible-devices'],
  needs: ({ driver }) => [driver.cuInitUnmasked],
  assumed:
    'that cuInit answers 802 until the GPUs are ready; an H100 in confidential mode would confirm it',
  check({ facts, knowledge }) {
    const mode = valueOf(facts.driver.nvml)?.confidentialComputing ?? undefined;
    if (mode?.on !== true || mode.ready !== false) return undefined;
    if ((valueOf(facts.driver.cuInitUnmasked) ?? 0) === 0) return undefined;
    return {
      severity: 'error',
      summary: 'The GPU runs in confidential mode and is not yet declared ready for work.',
      evidence: [
        evidence('confidential computing', 'on, not ready', 'NVML'),
        ...seen('cuInit returns', facts.driver.cuInitUnmasked, (code) =>
          nameCudaError(knowledge, code),
        ),
      ],
      remedies: [
        remedy('set-ready', 'system', 'Verify the GPU (attestation), then declare it ready.', [
          asRoot(facts, 'nvidia-smi conf-compute -srs 1'),
        ]),
      ],
      ruledOut: [
        { id: 'fabric-manager-802', because: 'the driver says that confidential computing waits' },
      ],
    };
  },
};
