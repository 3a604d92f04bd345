import { UsageError } from '../errors.ts';

/** What the first words of a command line ask for; `--version` never comes this far. */
export type Route =
  | { readonly kind: 'help'; readonly name?: string }
  | { readonly kind: 'command'; readonly name: string; readonly words: readonly string[] };

/**
 * `argv` without node and the script.
 * @throws UsageError when an option stands where the command should.
 */
export function route(argv: readonly string[]): Route {
  const [first, ...words] = argv;
  if (first === undefined || first === '--help' || first === '-h') return { kind: 'help' };
  if (first === 'help') {
    const name = words.find((word) => !word.startsWith('-'));
    return name === undefined ? { kind: 'help' } : { kind: 'help', name };
  }
  if (first.startsWith('-')) {
    throw new UsageError(
      `\`${first}\` stands where the command should. Write the command first, then its options.`,
    );
  }
  return { kind: 'command', name: first, words };
}
