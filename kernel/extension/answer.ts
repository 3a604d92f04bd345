import * as v from 'valibot';

import type { NotebookPython } from '../../src/command-model/command.ts';
import { complete } from '../../src/command-model/complete.ts';
import { commands as allCommands } from '../../src/commands/index.ts';
import type { Environment } from '../../src/process/environment.ts';
import { notebookCommands, withCommandList } from '../magics/command-list.ts';
import { runMagic } from '../magics/run-magic.ts';
import type { Channel } from './channel.ts';

const requestSchema = v.variant('type', [
  /** Which magics there are. */
  v.object({ type: v.literal('list') }),
  /** What Tab offers at the end of a line. */
  v.object({ type: v.literal('complete'), line: v.string() }),
  v.object({
    type: v.literal('run'),
    name: v.string(),
    line: v.string(),
    /** The body of a `%%` cell. */
    cell: v.nullable(v.string()),
    /** The kernel's own Python, and its process. */
    python: v.string(),
    pid: v.number(),
    /** The cell captures its output, so no progress is shown. */
    capture: v.boolean(),
  }),
]);
type RunRequest = Extract<v.InferOutput<typeof requestSchema>, { type: 'run' }>;

/** What this program knows of where it was started. */
export interface Surroundings {
  readonly channel: Channel;
  readonly environment: Environment;
  readonly cwd: string;
  /** Aborted by an interrupt. */
  readonly signal: AbortSignal;
}

const commands = withCommandList(allCommands);

/** Answers one request of the IPython extension. @throws ValiError for one that is not understood */
export async function answerRequest(request: unknown, surroundings: Surroundings): Promise<void> {
  const asked = v.parse(requestSchema, request);
  const { channel } = surroundings;
  if (asked.type === 'list') {
    const magics = notebookCommands(commands).map(({ name, cell }) => ({
      name,
      cell: cell === true,
    }));
    await channel.send({ type: 'end', value: magics });
  } else if (asked.type === 'complete') {
    const { matches, start } = complete(commands, asked.line, asked.line.length);
    await channel.send({ type: 'end', value: { matches, fragment: asked.line.slice(start) } });
  } else await run(asked, surroundings);
}

async function run(asked: RunRequest, surroundings: Surroundings): Promise<void> {
  const { channel, environment, cwd, signal } = surroundings;
  const { name, line, cell, capture } = asked;
  const host = { commands, environment, cwd, notebook: () => notebookOf(asked, channel) };
  const place = {
    publish: (type: string, content: object) => void channel.send({ type, content }),
    ...(!capture && { progress: 'stays' as const }),
  };
  const end = await runMagic(host, { name, line, ...(cell !== null && { cell }) }, place, signal);
  if ('error' in end) await channel.send({ type: 'end', error: end.lines.join('\n') });
  else await channel.send({ type: 'end', value: end.value });
}

/** The kernel's own Python: it waits for the magic, so it is idle. It cannot be started again by a cell. */
function notebookOf({ python, pid }: RunRequest, { ask }: Channel): NotebookPython {
  return {
    identity: {},
    python,
    pid: () => pid,
    state: () => 'idle',
    changes: () => ({}),
    ask,
    canRestart: false,
    restart: () => Promise.reject(new Error('an ordinary kernel cannot start Python again')),
  };
}
