/** The shells whose rules for quoting are known here: `posix` is bash, zsh, dash and the like. */
export type Shell = 'posix' | 'powershell' | 'cmd';

/** Words that every shell takes as they are. A backslash is one of them on Windows only. */
const plain = /^[\w@%+=:,./-]+$/u;
const plainOnWindows = /^[\w@+=:,./\\-]+$/u;

/**
 * One word as a shell takes it: as it is where nothing in it means anything to the shell, in quotes otherwise. Line
 * ends and other control characters become blanks, so that one word stays on one line. cmd has no way to write a
 * double quote or a percent sign inside quotes; they are left out there.
 */
export function quoted(word: string, shell: Shell = 'posix'): string {
  // eslint-disable-next-line no-control-regex
  const line = word.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/gu, ' ');
  switch (shell) {
    case 'posix':
      return plain.test(line) ? line : `'${line.replaceAll("'", String.raw`'\''`)}'`;
    case 'powershell':
      // PowerShell takes typographic quotes for straight ones.
      return plainOnWindows.test(line) && !line.startsWith('@')
        ? line
        : `'${line.replaceAll(/['\u2018-\u201b]/gu, '$&$&')}'`;
    case 'cmd':
      return plainOnWindows.test(line) ? line : `"${line.replaceAll(/["%!]/gu, '')}"`;
  }
}

/** A program's path at the beginning of a line: PowerShell runs a quoted one only behind `&`. */
export function quotedProgram(path: string, shell: Shell = 'posix'): string {
  const word = quoted(path, shell);
  return shell === 'powershell' && word !== path ? `& ${word}` : word;
}

/** The line that sets a variable in the running shell, or takes it away where the value is null. */
export function variableLine(name: string, value: string | null, shell: Shell = 'posix'): string {
  switch (shell) {
    case 'posix':
      return value === null ? `unset ${name}` : `export ${name}=${quoted(value)}`;
    case 'powershell':
      return value === null
        ? `Remove-Item Env:${name} -ErrorAction Ignore`
        : `$env:${name} = ${quoted(value, shell).replace(/^[^'].*$/u, "'$&'")}`;
    case 'cmd':
      return `set "${name}=${(value ?? '').replaceAll(/["%!\r\n]/gu, '')}"`;
  }
}
