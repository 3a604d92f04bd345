import { helpOf } from '../src/commands/help.ts';
import type { JsonObject } from '../src/json.ts';
import { toBundles } from '../src/report/bundle.ts';
import { answerTo, errorContent } from './answer.ts';
import type { MagicCall, MagicCell } from './cell.ts';
import type { Kernel } from './kernel.ts';
import { type MagicEnd, runMagic } from './magic.ts';
import { contentOf, type Message } from './wire/message.ts';

/** Runs a cell of our magics only, without Python. Tells whether it went well. */
export async function runMagicCell(
  kernel: Kernel,
  request: Message,
  cell: MagicCell,
): Promise<boolean> {
  const { count, outlet } = kernel;
  const content = contentOf(request);
  const code = String(content['code'] ?? '');
  const silent = content['silent'] === true;
  const answer = answerTo(outlet, 'shell', request);
  const publish = silent ? () => undefined : answer.publish;

  answer.busy();
  publish('execute_input', { code, execution_count: count.next() });
  if (!silent && content['store_history'] !== false) count.take(code);
  const pages: JsonObject[] = [];
  const failed = await kernel.interrupts.during((signal) =>
    runAll(kernel, cell.calls, { publish, pages, signal }),
  );
  // As ipykernel counts: the number of this cell, or of the last one when this one has none.
  const execution_count = count.next() - 1;
  if (failed === undefined) {
    const user_expressions = await evaluate(kernel, content['user_expressions']);
    answer.reply({ status: 'ok', execution_count, user_expressions, payload: pages });
  } else {
    const error = errorContent(failed.error, failed.lines);
    publish('error', error);
    answer.reply({ ...error, execution_count, user_expressions: {}, payload: [] });
  }
  answer.idle();
  return failed === undefined;
}

interface Work {
  readonly publish: (type: string, content: JsonObject) => void;
  readonly pages: JsonObject[];
  readonly signal: AbortSignal;
}

/** One after the other, until one fails. */
async function runAll(
  kernel: Kernel,
  calls: readonly MagicCall[],
  { publish, pages, signal }: Work,
): Promise<Extract<MagicEnd, { error: string }> | undefined> {
  for (const call of calls) {
    const data = call.help === true ? helpData(kernel, call.name) : undefined;
    if (data !== undefined) {
      pages.push({ source: 'page', data, start: 0 });
      continue;
    }
    const end = await runMagic(kernel, call, publish, signal);
    if ('error' in end) return end;
  }
  return undefined;
}

/** The help of a command as a notebook shows it. */
export function helpData({ commands }: Kernel, name: string): JsonObject | undefined {
  const command = commands.find((one) => one.name === name);
  if (command === undefined) return undefined;
  const value = { schema: 'tf-gpu-doctor/help', version: 1, command: name };
  const bundle = toBundles(helpOf(command), { schema: value.schema, value })[0];
  return { 'text/plain': bundle?.['text/plain'], 'text/html': bundle?.['text/html'] };
}

/** A client may ask for expressions after any cell; they are Python's. */
async function evaluate({ backend }: Kernel, asked: unknown): Promise<JsonObject> {
  const user_expressions = (asked ?? {}) as JsonObject;
  const names = Object.keys(user_expressions);
  if (names.length === 0) return {};
  try {
    await backend.start();
    const content = { code: '', silent: true, store_history: false, user_expressions };
    const reply = await backend.request('execute_request', content);
    return (reply && (contentOf(reply)['user_expressions'] as JsonObject | undefined)) ?? {};
  } catch (error) {
    const failure = errorContent('PythonDied', [error instanceof Error ? error.message : '']);
    return Object.fromEntries(names.map((name) => [name, failure]));
  }
}
