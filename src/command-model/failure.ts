import { FileError, UndeterminedError, UsageError } from '../errors.ts';
import { called, type Interface } from '../interface.ts';
import type { JsonObject } from '../json.ts';
import type { Block } from '../report/report.ts';
import type { Command, ExitCode, Outcome } from './command.ts';
import { usageOf, usageOfCommand } from './help.ts';
import type { Call } from './verbs.ts';

/** Where and how something was called that went wrong. */
export interface FailedCall {
  readonly ui: Interface;
  readonly command?: Command;
  /** The verb that was called, once it is known. */
  readonly call?: Call;
  readonly verbose: boolean;
  /** The person interrupted it: whatever was thrown is a consequence of that. */
  readonly interrupted: boolean;
}

type FailureKind = 'usage' | 'undetermined' | 'file' | 'interrupted' | 'internal';

/** Says what went wrong, as a report, as a `tf-gpu-doctor/error` object, and as an exit code. */
export function failureOutcome(error: unknown, failed: FailedCall): Outcome {
  const kind = kindOf(error, failed.interrupted);
  const message = messageOf(error);
  const usage = usageFor(failed);
  const stack = failed.verbose ? stackOf(error) : undefined;
  const value: JsonObject = {
    schema: 'tf-gpu-doctor/error',
    version: 1,
    kind,
    message,
    ...(failed.command && { command: failed.command.name }),
    ...(kind === 'usage' && usage !== undefined && { usage }),
    ...(stack !== undefined && { stack }),
  };
  const blocks: Block[] = [describe(kind, message, failed, usage)];
  if (stack !== undefined && kind !== 'usage') blocks.push({ kind: 'log', text: stack });
  return { report: { blocks }, value, exitCode: exitCodes[kind], failed: true };
}

const exitCodes: Record<FailureKind, ExitCode> = {
  usage: 2,
  undetermined: 3,
  file: 3,
  interrupted: 3,
  internal: 4,
};

function describe(
  kind: FailureKind,
  message: string,
  failed: FailedCall,
  usage: string | undefined,
): Block {
  switch (kind) {
    case 'usage':
      return { kind: 'headline', status: 'fail', text: message, next: nextStep(failed, usage) };
    case 'undetermined':
      return { kind: 'headline', status: 'unknown', text: message };
    case 'file':
      return {
        kind: 'headline',
        status: 'fail',
        text: message,
        next: 'Make room or allow writing there, or name a file elsewhere. Nothing that was there is lost.',
      };
    case 'interrupted':
      return {
        kind: 'headline',
        status: 'skipped',
        text: 'Interrupted. There is no result.',
      };
    case 'internal':
      return {
        kind: 'headline',
        status: 'fail',
        text: `This is a fault of TensorFlow GPU Doctor, not of your machine: ${message}`,
        next: `Please report it in the project's issue tracker, with what ${failed.verbose ? 'is shown here' : 'the same command shows with `--verbose`'}.`,
      };
  }
}

function usageFor({ command, call, ui }: FailedCall): string | undefined {
  if (call) {
    // Called where it does not work, it shows how it is written where it does.
    const [first = ui] = call.interfaces;
    return usageOf(call, call.interfaces.includes(ui) ? ui : first);
  }
  return command && usageOfCommand(command, ui);
}

function nextStep({ ui, command, call }: FailedCall, usage: string | undefined): string {
  const name = call?.name ?? command?.name;
  if (name === undefined || usage === undefined) {
    return `All commands: \`${called(ui, ui === 'notebook' ? 'help' : '--help')}\`.`;
  }
  return `Usage: \`${usage}\`. All options: \`${called(ui, `${name} --help`)}\`.`;
}

function kindOf(error: unknown, interrupted: boolean): FailureKind {
  if (error instanceof UsageError) return 'usage';
  if (interrupted) return 'interrupted';
  if (error instanceof FileError) return 'file';
  if (error instanceof UndeterminedError || isForWantOfFiles(error)) return 'undetermined';
  return 'internal';
}

/** The system lets this process open no more files: neither a fault of ours nor of the words typed. */
function isForWantOfFiles(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EMFILE';
}

function messageOf(error: unknown): string {
  if (isForWantOfFiles(error)) {
    return 'This process may not open more files (EMFILE). Raise the limit in the shell, `ulimit -n 1024`, and start again.';
  }
  if (error instanceof Error) return error.message === '' ? error.name : error.message;
  return `something was thrown that is not an error (${typeof error})`;
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
