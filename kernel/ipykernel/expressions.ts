import type { JsonObject } from '../../src/json.ts';
import { contentOf } from '../wire/message.ts';
import { asObject } from '../wire/json.ts';
import type { Backend } from './python-process.ts';

/** Python expressions by name. */
export type Expressions = Readonly<Record<string, string>>;

/**
 * Evaluates expressions in the notebook's Python, silently and without a number or an entry in its history. Gives what
 * an `execute_reply` has in `user_expressions`: data, or an error, for each.
 * @throws PythonDied
 */
export async function evaluate(
  backend: Backend,
  user_expressions: Expressions | JsonObject,
): Promise<JsonObject> {
  const reply = await backend.request('execute_request', {
    code: '',
    silent: true,
    store_history: false,
    allow_stdin: false,
    user_expressions,
  });
  return reply === undefined ? {} : asObject(contentOf(reply)['user_expressions']);
}

/** What Python prints for the value of an expression; undefined when it raised. */
export function printed(result: JsonObject | undefined): string | undefined {
  const text = asObject(asObject(result)['data'])['text/plain'];
  return typeof text === 'string' ? text : undefined;
}
