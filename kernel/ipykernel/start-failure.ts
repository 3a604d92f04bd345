import { shellHere } from '../../src/process/shell-here.ts';
import { quotedProgram } from '../../src/shell.ts';
import type { Kernel } from '../kernel.ts';
import { notebookCommands } from '../magics/command-list.ts';
import type { ErrorName, Failure } from '../requests/failure.ts';
import { lacksIpykernel, nativeLinesOf, PythonDied, describeDeath } from './death.ts';

/** A person interrupted while Python was starting. */
export class Interrupted extends Error {
  override readonly name = 'KeyboardInterrupt' satisfies ErrorName;
}

/** Why a cell never reached Python, and what to do about it. */
export function startFailure(
  { python, commands }: Pick<Kernel, 'python' | 'commands'>,
  error: unknown,
): Failure {
  if (error instanceof Interrupted) {
    return { name: error.name, lines: ['Interrupted while Python was starting.'] };
  }
  if (!(error instanceof PythonDied)) {
    const words = error instanceof Error ? error.message : String(error);
    return { name: 'PythonNotStarted', lines: [words] };
  }
  const { death } = error;
  if (lacksIpykernel(death)) return withoutIpykernel(python.path() ?? '', commands);
  if (death.end.how === 'not-started') return { name: error.name, lines: [describeDeath(death)] };
  const lines = [`Python did not start. ${describeDeath(death)}`, ...nativeLinesOf(death)];
  return { name: error.name, lines };
}

function withoutIpykernel(python: string, commands: Kernel['commands']): Failure {
  const names = notebookCommands(commands).map(({ name }) => `%${name}`);
  return {
    name: 'NoIPykernel',
    lines: [
      `This Python has no ipykernel, so it cannot run cells: ${python}`,
      'Install it with this line in a terminal, then run the cell again:',
      `    ${quotedProgram(python, shellHere)} -m pip install ipykernel`,
      ...(names.length === 0 ? [] : [`These work without it: ${names.join(', ')}`]),
    ],
  };
}
