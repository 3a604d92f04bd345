import type { Command } from '../../src/command-model/command.ts';
import { helpOfAllOutcome } from '../../src/command-model/run.ts';

/** Magics that list the commands: a person who knows no command yet tries one of these. */
const names = ['help', 'doctor'];

/** The commands, and the magics that list them. */
export function withCommandList(commands: readonly Command[]): Command[] {
  const listed = notebookCommands(commands);
  const lists = names.map((name): Command => ({
    name,
    summary: 'lists the commands',
    interfaces: ['notebook'],
    options: [],
    uses: [],
    examples: [`%${name}`],
    run: () => Promise.resolve({ ...helpOfAllOutcome(listed), redact: false }),
  }));
  return [...commands, ...lists];
}

/** The commands that a notebook can run. */
export function notebookCommands(commands: readonly Command[]): Command[] {
  return commands.filter(({ interfaces }) => interfaces.includes('notebook'));
}
