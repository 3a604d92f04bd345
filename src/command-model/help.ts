import { called, type Interface } from '../interface.ts';
import type { JsonObject } from '../json.ts';
import type { Block, Report, Table } from '../report/report.ts';
import type { Command, Option, Outcome, VerbCommand } from './command.ts';
import { optionsOf, optionsOfAll } from './common-options.ts';
import { type Call, callOf, requireCall, verbNames } from './verbs.ts';

/** How a command or a verb is written: `%gpu-check [options]`, `tf-gpu-doctor lab run [options] NAME -- COMMAND...`. */
export function usageOf(call: Pick<Call, 'command' | 'name' | 'action'>, ui: Interface): string {
  const { command, name, action } = call;
  const cell = ui === 'notebook' && command.cell === true;
  return [`${cell ? '%' : ''}${called(ui, name)}`, '[options]', action.positional?.usage]
    .filter(Boolean)
    .join(' ');
}

/** The same for a whole command; its verbs are listed. */
export function usageOfCommand(command: Command, ui: Interface): string {
  if (command.verbs === undefined) return usageOf(requireCall(command, undefined), ui);
  const verbs = verbNames(command, ui).join('|');
  return called(ui, `${command.name} ${command.defaultVerb ? `[${verbs}]` : verbs} [options]`);
}

/** The help of a command, or of one of its verbs: what it does, how it is written, its options, examples. */
export function helpOf(command: Command, ui: Interface, verb?: string): Report {
  const call =
    verb === undefined && command.verbs !== undefined ? undefined : callOf(command, verb);
  const usage = (call?.interfaces ?? command.interfaces).map((one) => {
    const written = call ? usageOf(call, one) : usageOfCommand(command, one);
    return `In the ${one}: \`${written}\``;
  });
  const blocks: Block[] = [
    { kind: 'paragraph', text: (call?.action ?? command).summary },
    { kind: 'list', items: usage },
  ];
  if (call?.action.positional !== undefined) {
    const { usage: words, summary } = call.action.positional;
    blocks.push({ kind: 'paragraph', text: `\`${words}\`: ${summary}` });
  }
  if (call === undefined && command.verbs !== undefined) blocks.push(verbTable(command));
  blocks.push({
    kind: 'table',
    columns: [{ title: 'Option' }, { title: 'What it does' }],
    rows: (call ? optionsOf(call.action) : optionsOfAll(command)).map((option) => [
      `\`${spelled(option)}\``,
      described(option, call ? [] : verbsWith(command, option)),
    ]),
  });
  const examples = examplesFor(command, ui, verb);
  if (examples.length > 0) {
    blocks.push({ kind: 'paragraph', text: 'Examples:' });
    blocks.push({ kind: 'commands', lines: examples.map((line) => called(ui, line)) });
  }
  return { blocks };
}

/** The help as an outcome, for people and for programs. */
export function helpOutcome(command: Command, ui: Interface, verb?: string): Outcome {
  const call =
    verb === undefined && command.verbs !== undefined ? undefined : callOf(command, verb);
  const interfaces = call?.interfaces ?? command.interfaces;
  const value: JsonObject = {
    schema: 'tf-gpu-doctor/help',
    version: 1,
    command: command.name,
    summary: (call?.action ?? command).summary,
    usage: interfaces.map((one) => (call ? usageOf(call, one) : usageOfCommand(command, one))),
    options: (call ? optionsOf(call.action) : optionsOfAll(command)).map((option) => ({
      name: option.name,
      value: option.value ?? null,
      summary: option.summary,
    })),
    examples: command.examples,
    ...(call === undefined && {
      verbs: verbNames(command).map((name) => {
        const { action, interfaces: where } = requireCall(command, name);
        return { name, summary: action.summary, interfaces: where };
      }),
    }),
    ...(call?.verb !== undefined && { verb: call.verb }),
  };
  return { report: helpOf(command, ui, verb), value, exitCode: 0 };
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
          command.summary,
          whereWords(command.interfaces),
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

function verbTable(command: VerbCommand): Table {
  const calls = verbNames(command).map((name) => requireCall(command, name));
  const everywhere = calls.every((call) => call.interfaces === command.interfaces);
  return {
    kind: 'table',
    columns: [
      { title: 'Written' },
      { title: 'What it does' },
      ...(everywhere ? [] : [{ title: 'Where' }]),
    ],
    rows: calls.map(({ name, action, interfaces }) => [
      `\`${[name, action.positional?.usage].filter(Boolean).join(' ')}\``,
      action.summary,
      ...(everywhere ? [] : [whereWords(interfaces)]),
    ]),
  };
}

function whereWords(interfaces: readonly Interface[]): string {
  return interfaces.toSorted().toReversed().join(', ');
}

/** The verbs that have an option which not every verb has. */
function verbsWith(command: Command, option: Option): string[] {
  const verbs = Object.entries(command.verbs ?? {});
  const those = verbs.filter(([, verb]) => optionsOf(verb).includes(option));
  return those.length === verbs.length ? [] : those.map(([name]) => name);
}

/** Only what can be typed in this interface; of another command's example that is not known. */
function examplesFor(command: Command, ui: Interface, verb: string | undefined): string[] {
  return command.examples.filter((line) => {
    const [name, word] = line.split(' ');
    if (name !== command.name || command.verbs === undefined) return verb === undefined;
    const call = callOf(command, word);
    return call?.interfaces.includes(ui) === true && (verb === undefined || call.verb === verb);
  });
}

function spelled(option: Option): string {
  return option.value === undefined ? `--${option.name}` : `--${option.name} ${option.value}`;
}

function described(option: Option, verbs: readonly string[]): string {
  const choices = option.choices?.map((choice) => `\`${choice}\``).join(', ');
  const of = verbs.length === 0 ? '' : `${verbs.map((verb) => `\`${verb}\``).join(', ')}: `;
  const text = choices === undefined ? option.summary : `${option.summary} (${choices})`;
  const whole = of + (of === '' ? text.charAt(0).toUpperCase() + text.slice(1) : text);
  return /[.?!:]$/u.test(whole) ? whole : `${whole}.`;
}
