import type { Command, Option } from '../command-model/command.ts';
import { optionsOf } from '../command-model/common-options.ts';
import { callOf } from '../command-model/verbs.ts';

/** What an assistant may ask for: one command that only looks, with the options that it may use. */
export interface AssistantTool {
  /** The command's name. */
  readonly name: string;
  readonly verb?: string;
  readonly title: string;
  /** The options that an assistant may use, of all that the command has. */
  readonly options: Readonly<Record<string, AllowedValue>>;
  /** Options that are always given. */
  readonly always?: readonly string[];
  /** Whether `live` is an argument where the person allows it; else TensorFlow is never started. */
  readonly canBeLive?: true;
  /** Whether the command explains something: exactly one of `text`, `id` and `file` is given. */
  readonly explains?: true;
}

/** What the value of an argument has to look like: a pattern, one of the option's choices, a file, or a switch. */
export type AllowedValue = { readonly pattern: RegExp } | 'choice' | 'file' | 'switch';

const version: AllowedValue = { pattern: /^\d{1,4}(?:\.\d{1,6}){0,3}$/u };

/**
 * All tools. The list is of what is allowed, so an option that a command gets later is not offered: none that names a
 * program to be run (`--python` with a path), writes a file (`--create`, `snapshot FILE`) or keeps names (`--raw`).
 */
export const tools: readonly AssistantTool[] = [
  {
    name: 'gpu-check',
    title: 'Does TensorFlow use the GPU?',
    options: { from: 'file', 'no-driver': 'switch' },
    canBeLive: true,
  },
  {
    name: 'cuda-versions',
    title: 'Versions of driver, CUDA, cuDNN and TensorFlow',
    options: { from: 'file', 'no-driver': 'switch' },
  },
  { name: 'explain', title: 'Explain a log or a finding', options: {}, explains: true },
  {
    name: 'gpu-plan',
    title: 'What to install',
    options: {
      gpu: { pattern: /^[\w .()+/-]{1,80}$/u },
      driver: version,
      python: version,
      os: 'choice',
      tensorflow: version,
      manager: 'choice',
      check: 'file',
      from: 'file',
    },
  },
  {
    name: 'snapshot',
    title: 'Record this machine, redacted',
    options: { 'no-driver': 'switch' },
    always: ['--static'],
  },
  { name: 'gpu-python', verb: 'list', title: 'Pythons of this machine', options: {} },
];

/** The longest text that is explained, in characters. */
export const longestText = 1_000_000;

/** A JSON Schema of an object, as MCP describes the arguments of a tool. */
interface InputSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, object>>;
  readonly additionalProperties: false;
}

/** The schema of a tool's arguments; summaries are those of the command's own options. */
export function inputSchema(
  tool: AssistantTool,
  command: Command,
  allowLive: boolean,
): InputSchema {
  const known = callOf(command, tool.verb);
  const options = known === undefined ? [] : optionsOf(known.action);
  const schema: Record<string, object> = {};
  for (const [name, rule] of Object.entries(tool.options)) {
    schema[name] = propertyOf(
      rule,
      options.find((option) => option.name === name),
    );
  }
  if (tool.canBeLive === true && allowLive) {
    schema['live'] = {
      type: 'boolean',
      description:
        'start TensorFlow and let it compute, where there may be a GPU; takes up to a minute',
    };
  }
  return {
    type: 'object',
    properties: tool.explains === true ? explainProperties(command) : schema,
    additionalProperties: false,
  };
}

function propertyOf(rule: AllowedValue, option: Option | undefined): object {
  const description = option?.summary ?? '';
  if (rule === 'switch') return { type: 'boolean', description };
  if (rule === 'choice') return { type: 'string', enum: option?.choices ?? [], description };
  if (rule === 'file') {
    return { type: 'string', description: `${description}; a path below a folder of the client` };
  }
  return { type: 'string', pattern: rule.pattern.source, description };
}

function explainProperties(command: Command): Record<string, object> {
  const ids = command.verbs === undefined ? (command.positional?.choices?.({}) ?? []) : [];
  return {
    text: {
      type: 'string',
      maxLength: longestText,
      description: 'a log, a traceback, or the output of nvidia-smi, whole',
    },
    id: { type: 'string', enum: ids, description: 'a finding' },
    file: { type: 'string', description: 'a log; a path below a folder of the client' },
  };
}
