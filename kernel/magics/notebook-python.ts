import type { NotebookPython } from '../../src/command-model/command.ts';
import { UndeterminedError } from '../../src/errors.ts';
import type { Backend } from '../ipykernel/python-process.ts';
import { evaluate, printed } from '../ipykernel/expressions.ts';
import { PythonDied } from '../ipykernel/death.ts';
import type { Kernel } from '../kernel.ts';
import { asObject, asText } from '../wire/json.ts';

/** What a command may know of the notebook's Python and do to it. `command` is named when it restarts Python. */
export function notebookOf({ backend, info }: Kernel, command: string): NotebookPython {
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
      const reply = await Promise.race([ask(backend, expression), late]);
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
 * The value comes back as Python would print it. Base64 of JSON prints as itself between quotes, so nothing has to be
 * unescaped.
 */
async function ask(backend: Backend, expression: string): Promise<unknown> {
  const json = `__import__("json").dumps(${expression}, default=str).encode("ascii")`;
  const value = `__import__("base64").b64encode(${json}).decode("ascii")`;
  const results = await evaluate(backend, { value }).catch((cause: unknown) => {
    throw new UndeterminedError('The notebook’s Python ended while it was asked.', { cause });
  });
  const result = asObject(results['value']);
  const text = printed(result);
  if (text === undefined) {
    const error = `${asText(result['ename'])}: ${asText(result['evalue'])}`;
    throw new UndeterminedError(`The notebook’s Python could not tell: ${error}`);
  }
  return JSON.parse(Buffer.from(text.slice(1, -1), 'base64').toString('utf8'));
}
