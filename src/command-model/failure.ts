import { UndeterminedError, UsageError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Block } from '../report/report.ts';
import type { Command, ExitCode, Outcome } from './command.ts';
import type { Interface } from '../interface.ts';
import { usageOf } from './help.ts';

/** Where and how something was called that went wrong. */
export interface FailedCall {
  readonly ui: Interface;
  readonly command?: Command;
  readonly verbose: boolean;
  /** The person interrupted it: whatever was thrown is a consequence of that. */
  readonly interrupted: boolean;
}

type FailureKind = 'usage' | 'undetermined' | 'interrupted' | 'internal';

/** Says what went wrong, as a report, as a `tf-gpu-doctor/error` object, and as an exit code. */
export function failureOutcome(error: unknown, call: FailedCall): Outcome {
  const kind = kindOf(error, call.interrupted);
  const message = messageOf(error);
  const usage = call.command && usageOf(call.command, call.ui);
  const stack = call.verbose ? stackOf(error) : undefined;
  const value: JsonObject = {
    schema: 'tf-gpu-doctor/error',
    version: 1,
    kind,
    message,
    ...(call.command && { command: call.command.name }),
    ...(kind === 'usage' && usage !== undefined && { usage }),
    ...(stack !== undefined && { stack }),
  };
  const blocks = describe(kind, message, call, usage);
  if (stack !== undefined && kind !== 'usage') blocks.push({ kind: 'log', text: stack });
  return { report: { blocks }, value, exitCode: exitCodes[kind], failed: true };
}

const exitCodes: Record<FailureKind, ExitCode> = {
  usage: 2,
  undetermined: 3,
  interrupted: 3,
  internal: 4,
};

function describe(
  kind: FailureKind,
  message: string,
  call: FailedCall,
  usage: string | undefined,
): Block[] {
  if (kind === 'usage') {
    return [{ kind: 'headline', status: 'fail', text: message, next: nextStep(call, usage) }];
  }
  if (kind === 'undetermined') return [{ kind: 'headline', status: 'unknown', text: message }];
  if (kind === 'interrupted') {
    return [{ kind: 'headline', status: 'skipped', text: 'Interrupted. There is no result.' }];
  }
  const shown = call.verbose ? 'is shown here' : 'the same command shows with `--verbose`';
  return [
    {
      kind: 'headline',
      status: 'fail',
      text: `This is a fault of TensorFlow GPU Doctor, not of your machine: ${message}`,
      next: `Please report it in the project's issue tracker, with what ${shown}.`,
    },
  ];
}

function nextStep(call: FailedCall, usage: string | undefined): string {
  const percent = call.ui === 'notebook' ? '%' : 'tf-gpu-doctor ';
  if (call.command === undefined || usage === undefined) return `Try \`${percent}--help\`.`;
  return `Usage: \`${usage}\`. All options: \`${percent}${call.command.name} --help\`.`;
}

function kindOf(error: unknown, interrupted: boolean): FailureKind {
  if (error instanceof UsageError) return 'usage';
  if (interrupted) return 'interrupted';
  if (error instanceof UndeterminedError) return 'undetermined';
  return 'internal';
}

function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message === '' ? error.name : error.message;
  return `something was thrown that is no error (${typeof error})`;
}

/** The stack with those of its causes. */
function stackOf(error: unknown): string {
  const stacks: string[] = [];
  let one: unknown = error;
  while (one instanceof Error && stacks.length < 8) {
    stacks.push(one.stack ?? messageOf(one));
    one = one.cause;
  }
  return stacks.join('\nCaused by: ');
}
