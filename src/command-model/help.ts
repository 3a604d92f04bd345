import type { Block, Report } from '../report/report.ts';
import type { Command, Option } from './command.ts';
import type { Interface } from '../interface.ts';
import { optionsOf } from './common-options.ts';

/** How a command is written in one door: `%gpu-check [options]`, `tf-gpu-doctor gpu-check [options]`. */
export function usageOf(command: Command, ui: Interface): string {
  const name = ui === 'terminal' ? `tf-gpu-doctor ${command.name}` : magicOf(command);
  return [name, '[options]', command.positional?.usage].filter(Boolean).join(' ');
}

/** The help of one command: what it does, how it is written, its options, examples. */
export function helpOf(command: Command): Report {
  const usage = command.interfaces.map((ui) => `In the ${ui}: \`${usageOf(command, ui)}\``);
  const blocks: Block[] = [
    { kind: 'paragraph', text: sentence(command.summary) },
    { kind: 'list', items: usage },
  ];
  if (command.positional !== undefined) {
    const { usage: words, summary } = command.positional;
    blocks.push({ kind: 'paragraph', text: `\`${words}\`: ${summary}` });
  }
  blocks.push({
    kind: 'table',
    columns: [{ title: 'Option' }, { title: 'What it does' }],
    rows: optionsOf(command).map((option) => [`\`${spelled(option)}\``, described(option)]),
  });
  if (command.examples.length > 0) {
    blocks.push({ kind: 'paragraph', text: 'Examples:' });
    blocks.push({ kind: 'commands', lines: command.examples });
  }
  return { blocks };
}

/** The list of all commands, and where to read on. */
export function helpOfAll(commands: readonly Command[]): Report {
  return {
    blocks: [
      { kind: 'paragraph', text: "Why doesn't TensorFlow use my GPU? Begin with `gpu-check`." },
      {
        kind: 'table',
        columns: [{ title: 'Command' }, { title: 'What it does' }, { title: 'Where' }],
        rows: commands.map((command) => [
          `\`${command.name}\``,
          sentence(command.summary),
          command.interfaces.length > 1 ? 'terminal, notebook' : command.interfaces.join(', '),
        ]),
      },
      {
        kind: 'list',
        items: [
          'In a terminal: `tf-gpu-doctor COMMAND`, and `tf-gpu-doctor help COMMAND` for its options.',
          'In a notebook: `%COMMAND`, and `%COMMAND --help` for its options.',
        ],
      },
    ],
  };
}

function magicOf(command: Command): string {
  return `${command.cell === true ? '%%' : '%'}${command.name}`;
}

function spelled(option: Option): string {
  return option.value === undefined ? `--${option.name}` : `--${option.name} ${option.value}`;
}

function described(option: Option): string {
  const choices = option.choices?.map((choice) => `\`${choice}\``).join(', ');
  return sentence(choices === undefined ? option.summary : `${option.summary} (${choices})`);
}

function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!:]$/u.test(whole) ? whole : `${whole}.`;
}
