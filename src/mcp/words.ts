import { UsageError } from '../errors.ts';
import type { Command } from '../command-model/command.ts';
import { optionsOf } from '../command-model/common-options.ts';
import { callOf } from '../command-model/verbs.ts';
import { longestText, type AllowedValue, type AssistantTool } from './tools.ts';

/** A call as the command understands it. */
export interface Words {
  readonly words: readonly string[];
  /** What `explain -` reads. */
  readonly text?: string;
}

type Given = Readonly<Record<string, unknown>>;

/**
 * Turns the arguments of an assistant into the words of a command. Nothing is passed on that the tool does not list,
 * and each value stays in its place: `--name=value`, or behind `--`.
 * @param fileBelow gives the real path of a file below one of the client's folders
 * @throws UsageError for anything that is not allowed
 */
export async function wordsFor(
  tool: AssistantTool,
  command: Command,
  given: Given,
  { allowLive, fileBelow }: { allowLive: boolean; fileBelow: (path: string) => Promise<string> },
): Promise<Words> {
  const words: string[] = [...(tool.verb === undefined ? [] : [tool.verb]), ...(tool.always ?? [])];
  if (tool.explains === true) return explainWords(given, fileBelow);
  const isLive = tool.canBeLive === true && allowLive && given['live'] === true;
  // How to look at this machine has no meaning for a recorded one.
  if (tool.canBeLive === true && !isLive && given['from'] === undefined) words.push('--static');
  for (const [name, value] of Object.entries(given)) {
    if (name === 'live' && tool.canBeLive === true) {
      refuseLive(value, allowLive);
      continue;
    }
    const rule = Object.hasOwn(tool.options, name) ? tool.options[name] : undefined;
    if (rule === undefined) throw new UsageError(notAllowed(tool, name));
    if (rule === 'switch') {
      if (typeof value !== 'boolean') throw new UsageError(`\`${name}\` is true or false.`);
      if (value) words.push(`--${name}`);
      continue;
    }
    if (typeof value !== 'string') throw new UsageError(`\`${name}\` is a text.`);
    const text =
      rule === 'file'
        ? await fileBelow(value)
        : checked(name, value, rule, choices(tool, command, name));
    words.push(`--${name}=${text}`);
  }
  return { words };
}

function choices(tool: AssistantTool, command: Command, name: string): readonly string[] {
  const call = callOf(command, tool.verb);
  const options = call === undefined ? [] : optionsOf(call.action);
  return options.find((option) => option.name === name)?.choices ?? [];
}

function checked(
  name: string,
  value: string,
  rule: Exclude<AllowedValue, 'file' | 'switch'>,
  known: readonly string[],
): string {
  if (rule === 'choice') {
    if (known.includes(value)) return value;
    throw new UsageError(`\`${name}\` is one of ${known.join(', ')}.`);
  }
  if (rule.pattern.test(value)) return value;
  throw new UsageError(`The value of \`${name}\` does not look like one: ${rule.pattern.source}`);
}

function refuseLive(value: unknown, allowLive: boolean): void {
  if (typeof value !== 'boolean') throw new UsageError('`live` is true or false.');
  if (!value || allowLive) return;
  throw new UsageError(
    'Starting TensorFlow is not allowed here. The person can allow it with `tf-gpu-doctor mcp --allow-live` in the configuration of the client.',
  );
}

function notAllowed(tool: AssistantTool, name: string): string {
  const names = Object.keys(tool.options);
  const has = names.length === 0 ? 'takes no arguments' : `takes ${names.join(', ')}`;
  return `\`${tool.name}\` has no argument \`${name}\` for an assistant; it ${has}.`;
}

async function explainWords(
  given: Given,
  fileBelow: (path: string) => Promise<string>,
): Promise<Words> {
  const [[name, value] = [], another] = Object.entries(given);
  if (name === undefined || another !== undefined || typeof value !== 'string') {
    throw new UsageError('`explain` takes exactly one of `text`, `id` and `file`.');
  }
  if (name === 'text') {
    if (value.length <= longestText) return { words: ['-'], text: value };
    throw new UsageError(
      `The text has more than ${longestText} characters. Cut out the part around the error.`,
    );
  }
  if (name === 'id') {
    if (/^[a-z0-9-]{1,80}$/u.test(value)) return { words: ['--', value] };
    throw new UsageError('`id` is the id of a finding, such as `cudnn-missing`.');
  }
  if (name === 'file') return { words: ['--', await fileBelow(value)] };
  throw new UsageError(`\`explain\` has no argument \`${name}\`; it takes text, id or file.`);
}
