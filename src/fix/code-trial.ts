import { join } from 'node:path';
import * as v from 'valibot';
import type { CheckRequest } from '../check/request.ts';
import { describeEnd } from '../process-end.ts';
import { runPython } from '../process/process.ts';
import { root } from '../root.ts';
import type { TrialOutcome } from './outcome.ts';
import { changedBy, type VariableChanges } from './trial.ts';

/** Mistakes in code that can be repeated on a small model: the functions of `code_trial.py`. */
export type CodeCase = 'growth-too-late' | 'hidden';

const answer = v.object({
  /** Null when the case cannot be made here. */
  shown: v.nullable(v.boolean()),
  seen: v.string(),
  device: v.nullable(v.string()),
});
type Answer = v.InferOutput<typeof answer>;

const patienceMs = 240_000;

/**
 * Makes the mistake on a small model in a fresh process, then what mends it: with other lines, or under other variables.
 * @param python whose TensorFlow is used
 */
export async function tryCode(
  request: CheckRequest,
  python: string,
  { name, changes }: { readonly name: CodeCase; readonly changes: VariableChanges },
  onStage: (stage: string) => void,
): Promise<TrialOutcome> {
  onStage('the mistake on a small model');
  const before = await runStage(request, python, name, 'before', {});
  if (typeof before === 'string') return untriable(`The small model could not be run: ${before}.`);
  if (before.shown !== true) return untriable(`The mistake does not show here: ${before.seen}.`);
  onStage('the same mended');
  const after = await runStage(request, python, name, 'after', changes);
  if (typeof after === 'string') {
    return { outcome: 'refuted', because: `Mended, the small model cannot be run: ${after}.` };
  }
  return after.shown === false
    ? { outcome: 'proven', because: `Before: ${before.seen}. Mended: ${after.seen}.` }
    : { outcome: 'refuted', because: `Mended, it is the same: ${after.seen}.` };
}

const untriable = (because: string): TrialOutcome => ({ outcome: 'untriable', because });

/** What the stage answered, or how it ended. */
async function runStage(
  { environment, cwd, signal, liveTimeoutMs }: CheckRequest,
  python: string,
  name: CodeCase,
  stage: 'before' | 'after',
  changes: VariableChanges,
): Promise<Answer | string> {
  const { end, stdout, stderr } = await runPython({
    python,
    script: join(root, 'src/fix/code_trial.py'),
    args: [name, stage],
    environment: changedBy(environment, changes),
    cwd,
    signal,
    timeoutMs: liveTimeoutMs ?? patienceMs,
  });
  signal.throwIfAborted();
  const line = stdout.trim().split('\n').at(-1) ?? '';
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), answer), line);
  if (parsed.success) return parsed.output;
  const last = stderr.trim().split('\n').at(-1) ?? '';
  return `it ${describeEnd(end)}${last === '' ? '' : `, and wrote last: ${last}`}`;
}
