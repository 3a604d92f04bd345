import type { NotebookPython } from '../../src/command-model/command.ts';
import { UndeterminedError } from '../../src/errors.ts';
import { PythonDied } from '../ipykernel/death.ts';
import { evaluate, printedValue } from '../ipykernel/expressions.ts';
import type { PythonProcess } from '../ipykernel/python-process.ts';
import type { Kernel } from '../kernel.ts';
import { asObject, asText } from '../wire/json.ts';

/**
 * What a command may know of the notebook's Python and do to it. `command` is named when it restarts Python.
 * Undefined when the notebook has no usable Python: the command then chooses one, and reports why that failed.
 */
export function notebookPythonOf(
  { python, info }: Pick<Kernel, 'python' | 'info'>,
  command: string,
): NotebookPython | undefined {
  const path = python.path();
  if (path === undefined) return undefined;
  return {
    identity: python,
    python: path,
    state: python.state,
    changes: python.changes,
    pid: python.pid,
    ask: async (expression, timeoutMs) => {
      const state = python.state();
      if (state === 'busy') throw new UndeterminedError('The notebook’s Python is busy.');
      if (state !== 'idle') throw new UndeterminedError('The notebook’s Python does not run.');
      const late = new Promise<'late'>((resolve) => {
        setTimeout(resolve, timeoutMs, 'late' as const).unref();
      });
      const reply = await Promise.race([ask(python, expression), late]);
      if (reply !== 'late') return reply;
      // Nothing else runs in Python, and the next cell must not wait for this.
      python.interrupt();
      throw new UndeterminedError(
        `The notebook’s Python did not answer within ${timeoutMs / 1000} s.`,
      );
    },
    restart: async (change) => {
      const reason = `%${command} started Python again, so the rest of this cell did not run.`;
      try {
        await python.restart(change, reason);
        info.learned(await python.start());
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
async function ask(python: PythonProcess, expression: string): Promise<unknown> {
  const json = `__import__("json").dumps(${expression}, default=str).encode("ascii")`;
  const value = `__import__("base64").b64encode(${json}).decode("ascii")`;
  const results = await evaluate(python, { value }).catch((cause: unknown) => {
    throw new UndeterminedError('The notebook’s Python ended while it was asked.', { cause });
  });
  const result = asObject(results['value']);
  const text = printedValue(result);
  if (text === undefined) {
    const error = `${asText(result['ename'])}: ${asText(result['evalue'])}`;
    throw new UndeterminedError(`The notebook’s Python could not evaluate this: ${error}`);
  }
  return JSON.parse(Buffer.from(text.slice(1, -1), 'base64').toString('utf8'));
}
