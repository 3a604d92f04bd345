import type { Notebook } from '../src/commands/command.ts';
import { UndeterminedError } from '../src/errors.ts';
import type { JsonObject } from '../src/json.ts';
import { PythonDied } from './backend/death.ts';
import type { Kernel } from './kernel.ts';
import { contentOf } from './wire/message.ts';

/** What a command may know of the notebook's Python and do to it. `command` is named when it restarts Python. */
export function notebookOf({ backend, info }: Kernel, command: string): Notebook {
  return {
    python: backend.python(),
    state: backend.state,
    changes: backend.changes,
    pid: backend.pid,
    ask: async (expression, timeoutMs) => {
      const state = backend.state();
      if (state === 'busy') throw new UndeterminedError('The notebook’s Python is busy.');
      if (state !== 'idle') throw new UndeterminedError('The notebook’s Python does not run.');
      const late = new Promise<'late'>((resolve) => {
        setTimeout(resolve, timeoutMs, 'late' as const).unref();
      });
      const reply = await Promise.race([evaluate(backend, expression), late]);
      if (reply !== 'late') return reply;
      // Ours is the only thing that runs, and the next cell must not wait for it.
      backend.interrupt();
      throw new UndeterminedError(
        `The notebook’s Python did not answer within ${timeoutMs / 1000} s.`,
      );
    },
    restart: async (change) => {
      const reason = `%${command} started Python again, so the rest of this cell did not run.`;
      try {
        await backend.restart(change, reason);
        info.learned(await backend.start());
      } catch (error) {
        if (error instanceof PythonDied)
          throw new UndeterminedError(error.message, { cause: error });
        throw error;
      }
    },
  };
}

/**
 * As a `user_expression`, whose value comes back as Python would print it. Base64 of JSON prints as itself between
 * quotes, so nothing has to be unescaped.
 */
async function evaluate(backend: Kernel['backend'], expression: string): Promise<unknown> {
  const json = `__import__("json").dumps(${expression}, default=str).encode("ascii")`;
  const value = `__import__("base64").b64encode(${json}).decode("ascii")`;
  const reply = await backend
    .request('execute_request', {
      code: '',
      silent: true,
      store_history: false,
      allow_stdin: false,
      user_expressions: { value },
    })
    .catch((cause: unknown) => {
      throw new UndeterminedError('The notebook’s Python ended while it was asked.', { cause });
    });
  const results = reply && (contentOf(reply)['user_expressions'] as JsonObject | undefined);
  const result = results?.['value'] as JsonObject | undefined;
  const text = (result?.['data'] as JsonObject | undefined)?.['text/plain'];
  if (typeof text !== 'string') {
    throw new UndeterminedError(
      `The notebook’s Python could not tell: ${String(result?.['ename'])}: ${String(result?.['evalue'])}`,
    );
  }
  return JSON.parse(Buffer.from(text.slice(1, -1), 'base64').toString('utf8'));
}
