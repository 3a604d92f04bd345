import type { Outcome } from '../../command-model/command.ts';
import { storeFixState, type Application } from '../../fix/state.ts';
import type { FreshCheck } from '../../fix/trial.ts';
import { called } from '../../interface.ts';
import type { Applying } from './apply.ts';
import { changeLines } from './report.ts';
import { fixValue } from './value.ts';

const where: Readonly<Record<Application['where'], (path: string) => string>> = {
  notebook: () => 'in this notebook, until its kernel is closed',
  file: (path) => `in ${path}`,
  kernelspec: (path) => `in this notebook, and for later in ${path}`,
  environment: (path) => `in the new environment ${path}`,
};

const restartAgain: Readonly<Record<Application['where'], readonly string[]>> = {
  notebook: [],
  file: [
    'Open a new shell and activate the environment there. Kernels of Jupyter take it from the shell in which Jupyter was started.',
  ],
  kernelspec: [],
  environment: [],
};

/** Remembers what was applied, and says what the check after it found. */
export function finished(
  { context, remedy, listed, state }: Applying,
  application: Application,
  after: FreshCheck,
  more: readonly string[] = restartAgain[application.where],
): Outcome {
  storeFixState(context.environment, { ...state, applied: [...state.applied, application] });
  const gone = !after.diagnosis.findings.some((one) => one.id === remedy.finding);
  const { verdict, rootCause } = after.diagnosis;
  const place = where[application.where](application.path ?? '');
  const rest = rootCause === null ? '' : `, \`${rootCause}\` remains`;
  return {
    report: {
      blocks: [
        {
          kind: 'headline',
          status: gone ? 'ok' : 'warn',
          text: gone
            ? `\`${remedy.id}\` is applied ${place}. Checked again: ${verdict}${rest}.`
            : `\`${remedy.id}\` is applied ${place}, and \`${remedy.finding}\` is still there.`,
          next: `\`${called(context.ui, 'gpu-fix --undo')}\` takes it back.`,
        },
        { kind: 'list', items: [...changeLines(application.changes), ...more] },
      ],
    },
    value: fixValue({ rootCause, remedies: listed, applied: application, undo: application }),
    exitCode: gone ? 0 : 1,
  };
}
