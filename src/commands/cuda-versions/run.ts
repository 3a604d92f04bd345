import { checkRequest } from '../../command-model/check-options.ts';
import { plainJson } from '../../json.ts';
import { recordedBlock } from '../../report/check-report.ts';
import type { Block } from '../../report/report.ts';
import { recordedValue, targetValue } from '../../report/examined-python.ts';
import { versionsReport } from '../../report/versions-report.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { timeoutMs } from '../../command-model/common-options.ts';
import { diagnoseVersions } from '../../check/diagnose-snapshot.ts';
import { observeMachine } from '../../check/observe.ts';

/** Collects the versions and says which go together. */
export async function showVersions(context: Context, args: Arguments): Promise<Outcome> {
  context.show({ blocks: [{ kind: 'progress', text: 'Reading versions' }] });
  const { snapshot, recordedIn } = await observeMachine(checkRequest(context, args), {
    timeoutMs: timeoutMs(args, 0),
    probes: [
      'interpreter',
      'system',
      'environment',
      'pci',
      'driver-files',
      'nvml',
      'nvidia-smi',
      'cuda-driver',
      'packages',
      'cuda-libraries',
      'toolkits',
    ],
  });
  const { inUse, onDisk, fits, diagnosis } = diagnoseVersions(snapshot);
  const value = {
    schema: 'tf-gpu-doctor/cuda-versions',
    version: 1,
    target: targetValue(snapshot, recordedIn),
    recorded: recordedValue(snapshot, recordedIn),
    inUse,
    onDisk,
    fits,
  };
  const versions = versionsReport(inUse, onDisk, fits, snapshot.target);
  const recorded = recordedIn === undefined ? [] : [recordedBlock(snapshot, recordedIn)];
  const { tables } = diagnosis;
  const compared: Block[] = tables === null ? [] : [{ kind: 'paragraph', text: tables }];
  return {
    report: { blocks: [...recorded, ...versions.blocks, ...compared] },
    value: plainJson(value),
    exitCode: 0,
  };
}
