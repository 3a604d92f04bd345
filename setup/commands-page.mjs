// `npm run commands`: writes docs/commands.md from the table of commands and the JSON Schemas of their answers.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { root } from './clone.mjs';

const head = `# Commands

Made from the table of commands by \`npm run commands\`; a test compares it. The magic \`%gpu-check --static\` and the terminal's \`tf-gpu-doctor gpu-check --static\` are the same command. Every command has \`--help\`, \`--verbose\` and \`--json\`; in a notebook, \`check = %gpu-check\` gives the JSON as a Python dict.

## Exit codes

| code | meaning                                                                                                         |
| ---- | --------------------------------------------------------------------------------------------------------------- |
| 0    | answered or done                                                                                                |
| 1    | done, and the answer is bad news: see below                                                                     |
| 2    | wrong usage, or an input that cannot be read                                                                    |
| 3    | it could not be determined or done                                                                              |
| 4    | a failure of tf-gpu-doctor itself                                                                               |

1 is given by \`gpu-check\` for a warning or an error (with \`--require-gpu\` also without a GPU), \`gpu-fix\` for a remedy that did not help or cannot be applied, \`gpu-plan\` when nothing fits or a checked file has problems, \`matmul-bench\` and \`multi-gpu\` for wrong results, \`lab answer\` for a wrong answer, \`kernel list\` for a kernel that cannot start, \`notebook run\` for a cell that failed. In a notebook a command that worked never raises, whatever it found.
`;

/**
 * The page as Markdown, before the formatter has laid it out.
 * @param {readonly any[]} commands the table
 * @param {(action: any) => readonly any[]} optionsOf what an action understands
 * @param {(command: any, where: any) => string} usageOf how a command is called in an interface
 * @param {ReadonlyMap<string, any>} schemas by file name
 */
export function commandsPage(commands, optionsOf, usageOf, schemas) {
  const sections = commands.map((command) => {
    const where = command.interfaces.map((one) =>
      one === 'notebook' ? 'notebooks' : 'a terminal',
    );
    const parts = [
      `## ${command.name}`,
      `${command.summary} In ${where.join(' and in ')}.`,
      fenced(command.interfaces.map((one) => usageOf(command, one)).join('\n')),
      ...actionsOf(command).map(([verb, action]) => actionPart(verb, action, optionsOf)),
      `Examples: ${command.examples.map((line) => `\`${line}\``).join(', ')}.`,
      ...jsonOf(command.name, schemas),
    ];
    return parts.filter((part) => part !== '').join('\n\n');
  });
  return `${[head.trim(), ...sections].join('\n\n')}\n`;
}

const fenced = (text) => `\`\`\`text\n${text.trim()}\n\`\`\``;

/** @returns {[string | undefined, any][]} */
function actionsOf(command) {
  return command.verbs === undefined ? [[undefined, command]] : Object.entries(command.verbs);
}

const always = new Set(['json', 'verbose', 'help']);

function actionPart(verb, action, optionsOf) {
  const options = optionsOf(action).filter(({ name }) => !always.has(name));
  const rows = [
    ...(action.positional === undefined
      ? []
      : [`| \`${cellText(action.positional.usage)}\` | ${cellText(action.positional.summary)} |`]),
    ...options.map(
      ({ name, value, summary }) =>
        `| \`--${name}${value === undefined ? '' : ` ${cellText(value)}`}\` | ${cellText(summary)} |`,
    ),
  ];
  const title = verb === undefined ? '' : `\`${verb}\`: ${action.summary}`;
  const table = rows.length === 0 ? '' : ['| | |', '| --- | --- |', ...rows].join('\n');
  return [title, table].filter((part) => part !== '').join('\n\n');
}

const cellText = (text) => text.replaceAll('|', String.raw`\|`);

/** The schemas whose description names the command. */
function jsonOf(name, schemas) {
  const own = [...schemas].filter(([, { description = '' }]) =>
    new RegExp(`\`${name}(?: [^\`]*)?\``, 'u').test(description),
  );
  return own.map(([file, schema]) => {
    const shape = fenced(shapeOf(schema, schema));
    return `[${file}](../content/schema/${file}): ${schema.description}\n\n${shape}`;
  });
}

/** One line for each field of an object, and for those one level below. */
function shapeOf(schema, whole, depth = 0) {
  const { properties = {} } = resolved(schema, whole);
  const lines = Object.entries(properties).map(([name, field]) => {
    return `${'  '.repeat(depth + 1)}"${name}": ${typeOf(field, whole, depth + 1)},`;
  });
  return `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`;
}

function typeOf(field, whole, depth) {
  const found = resolved(field, whole);
  if (found.const !== undefined) return JSON.stringify(found.const);
  if (found.enum !== undefined) return found.enum.map((one) => JSON.stringify(one)).join(' | ');
  const choices = found.anyOf ?? found.oneOf;
  if (choices !== undefined) return choices.map((one) => typeOf(one, whole, depth)).join(' | ');
  const type = [found.type ?? 'any'].flat();
  const words = type.map((one) => {
    if (one === 'array') return `[${typeOf(found.items ?? {}, whole, depth)}]`;
    if (one === 'object' && found.properties && depth < 3) return shapeOf(found, whole, depth);
    return one;
  });
  return words.join(' | ');
}

function resolved(schema, whole) {
  const path = schema.$ref?.startsWith('#/') ? schema.$ref.slice(2).split('/') : undefined;
  return path === undefined ? schema : path.reduce((at, name) => at?.[name] ?? {}, whole);
}

/** The JSON Schemas of the answers, by file name. @returns {ReadonlyMap<string, any>} */
export function readSchemas() {
  const folder = join(root, 'content', 'schema');
  const files = readdirSync(folder).toSorted();
  return new Map(files.map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8'))]));
}

const load = (path) => import(pathToFileURL(join(root, 'dist/modules/src', path)).href);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { commands } = await load('commands/index.js');
  const { optionsOf } = await load('command-model/common-options.js');
  const { usageOfCommand } = await load('command-model/help.js');
  const { format } = await import('prettier');
  const page = commandsPage(commands, optionsOf, usageOfCommand, readSchemas());
  const options = { ...JSON.parse(readFileSync(join(root, '.prettierrc.json'), 'utf8')) };
  writeFileSync(
    join(root, 'docs', 'commands.md'),
    await format(page, { ...options, parser: 'markdown' }),
  );
}
