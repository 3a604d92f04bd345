import { helpOf } from '../../src/command-model/help.ts';
import type { JsonObject } from '../../src/json.ts';
import { toBundles } from '../../src/report/bundle.ts';
import { answerTo, errorContent } from '../requests/reply.ts';
import { evaluate } from '../ipykernel/expressions.ts';
import type { MagicCall, MagicCell } from './read-magics.ts';
import { isCounted } from '../requests/execution-count.ts';
import type { Kernel } from '../kernel.ts';
import { type MagicEnd, runMagic } from './run-magic.ts';
import { condemnWaiting } from '../requests/aborting.ts';
import { asObject, asText } from '../wire/json.ts';
import { contentOf, type Message } from '../wire/message.ts';

/** Runs a cell of our magics only, without Python. */
export async function runMagicCell(
  kernel: Kernel,
  request: Message,
  cell: MagicCell,
): Promise<void> {
  const { count, outlet } = kernel;
  const content = contentOf(request);
  const code = asText(content['code']);
  const silent = content['silent'] === true;
  const answer = answerTo(outlet, 'shell', request);
  const publish = silent ? () => undefined : answer.publish;

  answer.busy();
  publish('execute_input', { code, execution_count: count.next() });
  if (isCounted(content)) count.take(code);
  const pages: JsonObject[] = [];
  const failed = await kernel.interrupts.during((signal) =>
    runAll(kernel, cell.calls, { publish, pages, signal }),
  );
  // As ipykernel counts: the number of this cell, or of the last one when this one has none.
  const execution_count = count.next() - 1;
  if (failed === undefined) {
    const user_expressions = await expressions(kernel, asObject(content['user_expressions']));
    answer.reply({ status: 'ok', execution_count, user_expressions, payload: pages });
  } else {
    const error = errorContent(failed.error, failed.lines);
    await arrived();
    condemnWaiting(kernel, request);
    publish('error', error);
    answer.reply({ ...error, execution_count, user_expressions: {}, payload: [] });
  }
  answer.idle();
}

/** A magic can fail faster than the cells behind it come in from the socket. */
async function arrived(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
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
  const bundle = toBundles(helpOf(command, 'notebook'), { schema: value.schema, value })[0];
  return { 'text/plain': bundle?.['text/plain'], 'text/html': bundle?.['text/html'] };
}

/** A client may ask for expressions after any cell; they are Python's. */
async function expressions({ backend }: Kernel, asked: JsonObject): Promise<JsonObject> {
  const names = Object.keys(asked);
  if (names.length === 0) return {};
  try {
    await backend.start();
    return await evaluate(backend, asked);
  } catch (error) {
    const failure = errorContent('PythonDied', [error instanceof Error ? error.message : '']);
    return Object.fromEntries(names.map((name) => [name, failure]));
  }
}
