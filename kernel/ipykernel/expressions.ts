import type { JsonObject } from '../../src/json.ts';
import { asObject } from '../wire/json.ts';
import { messageContent } from '../wire/message.ts';
import type { PythonProcess } from './python-process.ts';

/**
 * Evaluates Python expressions, by name, in the notebook's Python, silently and without a number or an entry in its
 * history. Gives what an `execute_reply` has in `user_expressions`: data, or an error, for each.
 * @throws PythonDied
 */
export async function evaluate(
  python: Pick<PythonProcess, 'request'>,
  user_expressions: Readonly<Record<string, string>> | JsonObject,
): Promise<JsonObject> {
  const reply = await python.request('execute_request', {
    code: '',
    silent: true,
    store_history: false,
    allow_stdin: false,
    user_expressions,
  });
  return reply === undefined ? {} : asObject(messageContent(reply)['user_expressions']);
}

/** What Python prints for the value of an expression; undefined when it raised an exception. */
export function printedValue(result: JsonObject | undefined): string | undefined {
  const text = asObject(asObject(result)['data'])['text/plain'];
  return typeof text === 'string' ? text : undefined;
}
