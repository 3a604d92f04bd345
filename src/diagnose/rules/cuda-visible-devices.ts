import { valueOf, sourceOf } from '../../facts/fact.ts';
import { seen, evidence } from '../evidence.ts';
import { remedy } from '../../remedies/remedy.ts';
import { unsetVariable, whereSet } from '../../remedies/shell.ts';
import type { Rule } from '../rule.ts';

/** A variable hides every GPU from this process. */
export const cudaVisibleDevices: Rule<'cuda-visible-devices'> = {
  id: 'cuda-visible-devices',
  link: 'visibility',
  needs: ({ environment }) => [environment.mask],
  check(input) {
    const { facts } = input;
    const mask = valueOf(facts.environment.mask);
    if (mask === undefined) return undefined;
    const asked = valueOf(facts.driver.cuda);
    // A list that lets nothing through and GPUs all the same: the question was asked without the variable (Windows, in
    // snapshots from before it was asked in a process of its own).
    const notApplied = mask.hides === 'all' && (asked?.masked.deviceCount ?? 0) > 0;
    const through =
      notApplied || (asked?.masked.cuInit ?? 0) !== 0 ? 0 : valueOf(facts.driver.deviceCount);
    if (asked !== undefined) {
      const open = asked.unmasked;
      const hidden =
        (asked.masked.cuInit !== 0 || through === 0) &&
        facts.live.listed.state !== 'known' &&
        open?.cuInit === 0 &&
        (open.deviceCount ?? 0) > 0;
      if (!hidden) return undefined;
    } else if (
      mask.hides === 'some' ||
      facts.gpus.present.state !== 'known' ||
      facts.driver.cuda.state === 'absent'
    ) {
      return undefined;
    }
    const count = asked?.unmasked?.deviceCount ?? valueOf(facts.gpus.present)?.length ?? 1;
    return {
      severity: 'error',
      summary: `The variable ${mask.variable} is set to "${mask.value}" and hides every GPU from TensorFlow.`,
      evidence: [
        ...seen(mask.variable, facts.environment.mask, (one) => `"${one.value}"`),
        evidence(
          'GPUs without the variable',
          String(count),
          sourceOf(facts.driver.cuda) || sourceOf(facts.gpus.present),
        ),
        evidence(
          'GPUs with the variable',
          through === undefined ? 'not asked' : String(through),
          'libcuda',
        ),
      ],
      remedies: [
        remedy(
          'unset-mask',
          'env',
          `Take ${mask.variable} away, and start TensorFlow again. ${whereSet(facts)}`,
          [unsetVariable(mask.variable, facts)],
          {
            [mask.variable]: null,
          },
        ),
      ],
      ruledOut: [
        { id: 'driver-not-loaded', because: 'without the variable the driver shows its GPU' },
        {
          id: 'cuda-lib-missing',
          because: 'the GPU is already hidden before CUDA libraries are opened',
        },
      ],
    };
  },
};
