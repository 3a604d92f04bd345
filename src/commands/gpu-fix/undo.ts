import { observeMachine } from '../../check/observe.ts';
import type { CheckRequest } from '../../check/request.ts';
import { environmentOf } from '../../command-model/check-options.ts';
import type { Arguments, Context, Outcome } from '../../command-model/command.ts';
import { refuseToLose, type Restart } from '../../command-model/variables-at-stake.ts';
import { UsageError } from '../../errors.ts';
import { environmentAfter, writeBlock } from '../../fix/activation.ts';
import { takeFilesBack } from '../../fix/file-changes.ts';
import {
  readFixState,
  readReplaced,
  storeFixState,
  type Application,
  type FixMemory,
} from '../../fix/state.ts';
import { checkFresh } from '../../fix/trial.ts';
import type { Environment } from '../../process/environment.ts';
import { quoted } from '../../shell.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { activationFor, merged } from './apply-variables.ts';
import { progress } from './list.ts';
import { fixValue } from './value.ts';

/**
 * `gpu-fix --undo`: takes back what was applied last. Then it is checked once more.
 * @throws UsageError when there is nothing to take back, or a file was changed since
 */
export async function undoLast(
  context: Context,
  args: Arguments,
  request: CheckRequest,
): Promise<Outcome> {
  const { snapshot } = await observeMachine(request, { probes: ['interpreter'] });
  const { environment } = context;
  const own = readFixState(environment, snapshot.target.python);
  const replaced =
    own.applied.length === 0 ? readReplaced(environment, snapshot.target.python) : undefined;
  const state = replaced ?? own;
  const last = lastApplied(context, state);
  const taken = await takenBack({ context, args, request, snapshot, state, last });
  if ('report' in taken) return taken;
  const rest = state.applied.filter((one) => one !== last);
  storeFixState(environment, { ...state, applied: rest });
  const after = await checkFresh(
    { ...request, python: state.python, environment: taken.environment },
    (stage) => progress(context, `Checking again: ${stage}`),
  );
  const { verdict, rootCause } = after.diagnosis;
  const from = last.where === 'notebook' || last.path === null ? '' : ` from ${last.path}`;
  return {
    report: {
      blocks: [
        {
          kind: 'headline',
          status: 'ok',
          text: `\`${last.id}\` was taken back${from}. Checked again: ${verdict}${rootCause === null ? '' : `, \`${rootCause}\``}.`,
        },
        ...(last.where === 'environment' && last.path !== null
          ? [
              {
                kind: 'paragraph',
                text: `${state.python} counts again. The environment that was built is left for you to remove:`,
              } as const,
              { kind: 'commands', lines: [`rm -r ${quoted(last.path)}`] } as const,
            ]
          : []),
      ],
    },
    value: fixValue({ rootCause, remedies: [], undo: rest.at(-1) }),
    exitCode: 0,
  };
}

/** In a notebook what was done in one, in a terminal what was done there; a new environment from both. */
function lastApplied({ notebook }: Context, { applied: all }: FixMemory): Application {
  const last = all.findLast(
    ({ where }) => where === 'environment' || (where === 'file') === (notebook === undefined),
  );
  if (last !== undefined) return last;
  const other = all.at(-1);
  const hint =
    other === undefined
      ? ''
      : ` \`${other.id}\` was applied in a ${other.where === 'file' ? 'terminal' : 'notebook'}: take it back there.`;
  throw new UsageError(`Nothing was applied here that could be taken back.${hint}`);
}

interface Undoing {
  readonly context: Context;
  readonly args: Arguments;
  readonly request: CheckRequest;
  readonly snapshot: Snapshot;
  readonly state: FixMemory;
  readonly last: Application;
}

/** What a process that is started now would find; or the answer that it was not done. */
async function takenBack(
  undoing: Undoing,
): Promise<{ readonly environment: Environment } | Outcome> {
  const { context, args, request, state, last } = undoing;
  const { notebook } = context;
  if (last.where === 'file') return fromScript(undoing);
  const restart: Restart = {
    purpose: `take ${last.id} back`,
    line: '%gpu-fix --undo',
    value: fixValue({ rootCause: null, remedies: [] }),
  };
  const refused = notebook && (await refuseToLose(notebook, args, restart));
  if (refused) return refused;
  takeFilesBack(last.files);
  if (notebook === undefined) return { environment: request.environment };
  progress(context, 'Restarting Python as it was');
  await notebook.restart({
    environment: last.before,
    ...(last.where === 'environment' && { python: state.python }),
  });
  return { environment: environmentOf(context) };
}

/** @throws UsageError when the file that was changed is not this environment's script: then it is left alone */
async function fromScript({ context, request, snapshot, state, last }: Undoing) {
  const activation = activationFor(snapshot, last.changes);
  if (last.path !== activation.file) {
    throw new UsageError(
      `\`${last.id}\` was written into ${last.path ?? 'no file'}, which is not the activation script of this environment any more. Nothing was changed.`,
    );
  }
  const kept = state.applied.filter((one) => one !== last && one.path === activation.file);
  writeBlock(activation, merged(kept.map((one) => one.changes)));
  return { environment: await environmentAfter(activation, request.environment, context.cwd) };
}
