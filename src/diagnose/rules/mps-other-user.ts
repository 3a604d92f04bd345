import { variableOf } from '../../facts/environment.ts';
import { valueOf } from '../../facts/fact.ts';
import { nameCudaError } from '../../knowledge/errors.ts';
import { remedy } from '../../remedies/remedy.ts';
import { seen, evidence } from '../evidence.ts';
import type { Rule } from '../rule.ts';
import { refused } from '../where.ts';

/** The Multi-Process Service serves one user at a time, and it is another one's turn. */
export const mpsOtherUser: Rule<'mps-other-user'> = {
  id: 'mps-other-user',
  link: 'driver',
  explains: [
    'driver-hangs',
    'gpu-busy-exclusive-mode',
    'cuda-visible-devices',
    'slow-without-persistence',
  ],
  needs: ({ driver }) => [driver.files],
  assumed:
    'that cuInit waits or answers 805 here; a second user on a machine with MPS would confirm it',
  check({ facts, knowledge }) {
    const mps = valueOf(facts.driver.files)?.mps ?? undefined;
    const waits = facts.driver.hangs.state === 'known' || facts.driver.slow.state === 'known';
    // 805: no connection to the server; 806 to 809: its own errors.
    const failed = refused(facts, 805, 806, 807, 808, 809);
    const others = mps?.own === false;
    if (!failed && !(waits && others && valueOf(facts.driver.cuInitUnmasked) !== 0))
      return undefined;
    return {
      severity: 'error',
      summary:
        "The GPU is shared through NVIDIA's Multi-Process Service (MPS), and its server does not answer this user.",
      evidence: [
        ...seen('cuInit returns', facts.driver.cuInitUnmasked, (code) =>
          nameCudaError(knowledge, code),
        ),
        ...(mps === undefined
          ? []
          : [
              evidence(
                'pipe of MPS',
                `${mps.pipe} (${mps.own ? 'of this user' : 'of another user'})`,
                'the file system',
              ),
            ]),
        evidence(
          'CUDA_MPS_PIPE_DIRECTORY',
          variableOf(facts.environment, 'CUDA_MPS_PIPE_DIRECTORY') ?? 'not set',
          'environment variables',
        ),
      ],
      remedies: [
        remedy(
          'wait-for-mps',
          'system',
          'MPS serves the programs of one user at a time: wait, or ask who uses it.',
          ['nvidia-smi'],
        ),
        remedy(
          'right-pipe',
          'env',
          'If the server is yours: name its folder in CUDA_MPS_PIPE_DIRECTORY, as it was when the server was started.',
        ),
      ],
    };
  },
};
