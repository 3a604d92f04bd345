import type { Remedy } from '../remedies/remedy.ts';
import type { CodeCase } from './code-trial.ts';
import { packageSteps, type PackageSteps } from './package-steps.ts';
import type { VariableChanges } from './trial.ts';

/** How the effect of a remedy can be shown; or why it cannot, as a sentence. */
export type TrialKind =
  | { readonly kind: 'variables'; readonly changes: VariableChanges }
  | { readonly kind: 'packages'; readonly steps: PackageSteps }
  /** A mistake in code, repeated on a small model; with `changes` it is mended by variables. */
  | { readonly kind: 'code'; readonly name: CodeCase; readonly changes: VariableChanges }
  | { readonly kind: 'none'; readonly because: string };

/** Their use shows at the next start, or in the next program only; no finding goes away by them. */
const showsLater: ReadonlySet<string> = new Set(['keep-compiled']);

/** Remedies of mistakes in code, by their ids. */
const codeCases: Readonly<Partial<Record<string, CodeCase>>> = {
  'move-to-top': 'growth-too-late',
  'grow-by-variable': 'growth-too-late',
  'remove-line': 'hidden',
};

/** Which trial a remedy takes, if any. */
export function trialOf(
  remedy: Pick<Remedy, 'id' | 'kind' | 'environment' | 'commands'>,
): TrialKind {
  const name = codeCases[remedy.id];
  if (name !== undefined) return { kind: 'code', name, changes: remedy.environment ?? {} };
  switch (remedy.kind) {
    case 'env':
      if (showsLater.has(remedy.id)) {
        return none('Its use shows only at a later start, so the check cannot tell.');
      }
      return remedy.environment === undefined
        ? none(
            'The value of the variable has to be chosen by you, so there is no one change to try.',
          )
        : { kind: 'variables', changes: remedy.environment };
    case 'pip':
      return packagesTrial(remedy);
    case 'code':
      return none('It changes lines of yours.');
    case 'system':
    case 'hardware':
      return none('It changes the computer itself. Its commands are printed and never run.');
  }
}

function packagesTrial(remedy: Pick<Remedy, 'commands'>): TrialKind {
  if (process.platform === 'win32') {
    return none('Packages are tried on Linux and macOS only. Its commands are exact.');
  }
  if (remedy.commands.some((line) => /^(?:conda|mamba|micromamba) /u.test(line))) {
    return none(
      "conda's own packages are not tried in a throw-away environment. Its commands are exact; make a new environment with them and check that one.",
    );
  }
  const steps = packageSteps(remedy);
  return typeof steps === 'string' ? none(steps) : { kind: 'packages', steps };
}

const none = (because: string): TrialKind => ({ kind: 'none', because });

/**
 * What a proof is of: the finding, the remedy, and exactly what it changes. Another change under the same name was not
 * tried; the same change written for a notebook and for a terminal is one.
 */
export function proofKey(
  finding: string,
  remedy: Pick<Remedy, 'id' | 'kind' | 'environment' | 'commands'>,
): string {
  const trial = trialOf(remedy);
  const changes =
    trial.kind === 'packages' ? trial.steps : Object.entries(remedy.environment ?? {});
  return JSON.stringify([finding, remedy.id, changes]);
}
