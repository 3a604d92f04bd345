import { valueOf } from '../../facts/fact.ts';
import { xid } from '../../knowledge/errors.ts';
import { evidence } from '../evidence.ts';
import { notInitialised } from '../not-initialised.ts';
import { loggedCause, logEvidence } from '../log-evidence.ts';
import { reboot } from '../../remedies/driver.ts';
import { asRoot } from '../../remedies/system.ts';
import { remedy } from '../../remedies/remedy.ts';
import type { Rule } from '../rule.ts';
import { visibleManaged } from '../visible-managed.ts';
import { refused } from '../where.ts';

/**
 * Xid numbers of a GPU that is gone or whose memory fails: 48, 64, 92, 94, 95 memory; 62, 119, 120 its processors; 74
 * NVLink; 79 fallen off the bus. Those of a program (13, 31, 43, 45) say nothing about the GPU. content/compat/xid.json.
 */
const fatalXids = new Set([48, 62, 64, 74, 79, 92, 94, 95, 119, 120]);

/** The driver itself reports a fault of the GPU. */
export const gpuHardwareFault: Rule<'gpu-hardware-fault'> = {
  id: 'gpu-hardware-fault',
  link: 'hardware',
  evenWhenComputed: 'a GPU with memory errors or Xid reports still computes, until it does not',
  explains: [
    'cuda-visible-devices',
    'uvm-not-initialised',
    'suspend-resume-cuinit-999',
    'driver-hangs',
    'gpu-not-initialised',
    'gpu-wrong-results',
  ],
  check(input) {
    const { facts, knowledge } = input;
    const gpus = visibleManaged(facts);
    const lost = gpus.find(
      (one) => one.error !== null && /lost|fallen|ECC|reset required/i.test(one.error),
    );
    const errors = gpus.find((one) => (one.eccUncorrected ?? 0) > 0);
    const complaint = valueOf(facts.driver.smi)?.report.complaint ?? '';
    const said = /is lost|Unable to determine the device handle/.test(complaint)
      ? complaint
      : undefined;
    const logged = loggedCause(input, 'gpu-hardware-fault');
    const xids = [...new Set(valueOf(facts.driver.xids) ?? [])].filter((one) => fatalXids.has(one));
    const gone = xids.length > 0 && (notInitialised(facts) || refused(facts, 999));
    const broken =
      gone ||
      lost !== undefined ||
      said !== undefined ||
      logged !== undefined ||
      refused(facts, 214, 220);
    if (!broken && errors === undefined && xids.length === 0) return undefined;
    return {
      severity: broken ? 'error' : 'warning',
      summary: broken
        ? 'The driver reports that the GPU itself has a fault.'
        : errors === undefined
          ? 'The driver has reported a fault of the GPU since the machine was started.'
          : 'The memory of the GPU has had errors that could not be corrected.',
      evidence: [
        ...(lost ? [evidence(`GPU ${lost.index}`, lost.error ?? '', 'NVML')] : []),
        ...(errors
          ? [
              evidence(
                `uncorrected memory errors of GPU ${errors.index}`,
                String(errors.eccUncorrected),
                'NVML',
              ),
            ]
          : []),
        ...xids.map((number) =>
          evidence(
            `Xid ${number}`,
            xid(knowledge, number)?.meaning ?? 'a fault of the GPU',
            "the kernel's log",
          ),
        ),
        ...(said ? [evidence('error message', said, 'nvidia-smi')] : []),
        ...(logged ? logEvidence(input, logged) : []),
      ],
      remedies: [
        reboot(
          facts,
          broken
            ? 'Switch the machine off and on again. A lost GPU often comes back.'
            : 'Restart the machine, which sets the count back, and look whether it grows again.',
        ),
        remedy(
          'look-for-xid',
          'system',
          'Look for Xid numbers in the kernel log and look them up.',
          [asRoot(facts, 'dmesg | grep -i xid')],
        ),
        remedy(
          'replace-card',
          'hardware',
          'If it happens again: check power cables, seat and cooling; then have the GPU replaced.',
        ),
      ],
    };
  },
};
