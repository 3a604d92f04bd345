import { valueOf } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { quoted, quotedProgram, type Shell, variableLine } from '../shell.ts';

/** The shell in which lines for this machine are typed. A new Windows terminal is PowerShell. */
export function shellOf(facts: Facts): Shell {
  return valueOf(facts.platform.os) === 'windows' ? 'powershell' : 'posix';
}

/** Whether the answer is for a notebook: then a shell's variable would have no effect on its Python. */
export function inNotebook(facts: Facts): boolean {
  return facts.notebook.state.state !== 'absent';
}

/** A word as this machine's shell takes it. */
export function quote(word: string, facts: Facts): string {
  return quoted(word, shellOf(facts));
}

/** The diagnosed Python at the beginning of a line. */
export function pythonOf(facts: Facts): string {
  const path = valueOf(facts.python.executable) ?? facts.target.python;
  return quotedProgram(path, shellOf(facts));
}

/** The line that sets a variable: for the shell, or in a notebook for its Python. */
export function setVariable(name: string, value: string, facts: Facts): string {
  return inNotebook(facts)
    ? `%gpu-env set ${quoted(`${name}=${value}`)}`
    : variableLine(name, value, shellOf(facts));
}

/** The line that takes a variable away: for the shell, or in a notebook from its Python. */
export function unsetVariable(name: string, facts: Facts): string {
  return inNotebook(facts) ? `%gpu-env unset ${name}` : variableLine(name, null, shellOf(facts));
}

/** Where a variable comes back from at the next start, so that it can be changed there for good. */
export function whereSet(facts: Facts): string {
  if (inNotebook(facts)) {
    return 'So that it stays so: look for it in the cells, and under `env` in the kernel.json of this kernel.';
  }
  return valueOf(facts.platform.os) === 'windows'
    ? "So that it stays so: look for it in your script and in Windows' settings for environment variables."
    : 'So that it stays so: look for it in your script and in the start-up files of your shell, such as ~/.bashrc.';
}
