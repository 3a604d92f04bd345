import { quotedProgram } from '../../src/shell.ts';
import { shellHere } from '../../src/process/shell-here.ts';
import { lacksIpykernel, PythonDied, startLinesOf } from './death.ts';
import type { Failure } from '../requests/failure.ts';
import type { Kernel } from '../kernel.ts';

/** A person interrupted while Python was starting. */
export class Interrupted extends Error {
  override readonly name = 'KeyboardInterrupt';
}

/** Why a cell never reached Python, and what to do about it. */
export function startFailure(kernel: Kernel, error: unknown): Failure {
  if (error instanceof Interrupted) {
    return { name: error.name, lines: ['Interrupted while Python was starting.'] };
  }
  if (!(error instanceof PythonDied)) {
    const said = error instanceof Error ? error.message : String(error);
    return { name: 'PythonNotStarted', lines: [`Python could not be started: ${said}`] };
  }
  if (lacksIpykernel(error.death)) return withoutIpykernel(kernel);
  return { name: 'PythonDied', lines: startLinesOf(error.death) };
}

function withoutIpykernel({ backend, commands }: Kernel): Failure {
  const python = backend.python();
  const names = commands
    .filter(({ interfaces }) => interfaces.includes('notebook'))
    .map(({ name }) => `%${name}`);
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
