import { UsageError } from '../errors.ts';

/** What the first words of a command line ask for; `--version` never comes this far. */
export type Route =
  /** The list of all commands. */
  | { readonly kind: 'help' }
  | { readonly kind: 'command'; readonly name: string; readonly words: readonly string[] };

/**
 * `argv` without node and the script. `help COMMAND` is the same as `COMMAND --help`.
 * @throws UsageError when an option stands where the command should.
 */
export function route(argv: readonly string[]): Route {
  const [first, ...words] = argv;
  if (first === undefined || first === '--help' || first === '-h') return { kind: 'help' };
  if (first === 'help') {
    const at = words.findIndex((word) => !word.startsWith('-'));
    const name = words[at];
    if (name === undefined) return { kind: 'help' };
    return { kind: 'command', name, words: [...words.toSpliced(at, 1), '--help'] };
  }
  if (first.startsWith('-')) {
    throw new UsageError(
      `\`${first}\` stands where the command should. Write the command first, then its options.`,
    );
  }
  return { kind: 'command', name: first, words };
}
