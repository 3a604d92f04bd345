import { helpOf } from '../../src/command-model/help.ts';
import type { JsonObject } from '../../src/json.ts';
import { toBundles } from '../../src/report/bundle.ts';
import { evaluate } from '../ipykernel/expressions.ts';
import type { Kernel } from '../kernel.ts';
import { abortWaiting } from '../requests/aborting.ts';
import { isCounted } from '../requests/execution-count.ts';
import { errorContent } from '../requests/failure.ts';
import { respondTo } from '../requests/reply.ts';
import { asObject, asText } from '../wire/json.ts';
import { messageContent, type Message } from '../wire/message.ts';
import { createMagicCellOutput, type MagicCellOutput } from './magic-cell-output.ts';
import type { MagicCall, MagicCell } from './read-magics.ts';
import { hostOf, type MagicEnd, runMagic } from './run-magic.ts';

/** Runs a cell of our magics only, without Python. */
export async function runMagicCell(
  kernel: Kernel,
  request: Message,
  cell: MagicCell,
): Promise<void> {
  const { count, clients } = kernel;
  const content = messageContent(request);
  const code = asText(content['code']);
  const responder = respondTo(clients, 'shell', request);
  const publish = content['silent'] === true ? () => undefined : responder.publish;

  responder.busy();
  publish('execute_input', { code, execution_count: count.next() });
  if (isCounted(content)) count.take(code);
  const pages: JsonObject[] = [];
  const output = createMagicCellOutput(publish);
  const failed = await kernel.interrupts.during((signal) =>
    runAll(kernel, cell.calls, { output, pages, signal }),
  );
  // As ipykernel counts: the number of this cell, or of the last one when this one has none.
  const execution_count = count.next() - 1;
  if (failed === undefined) {
    const user_expressions = await expressions(kernel, asObject(content['user_expressions']));
    responder.reply({ status: 'ok', execution_count, user_expressions, payload: pages });
  } else {
    const error = errorContent({ name: failed.error, lines: failed.lines });
    await waitForArrivals();
    abortWaiting(kernel, request);
    publish('error', error);
    responder.reply({ ...error, execution_count, user_expressions: {}, payload: [] });
  }
  responder.idle();
}

/**
 * A magic can fail before the cells that were sent with it have been read from the socket. Each turn of the event loop
 * reads what has arrived; three turns were enough in every run of the wire tests.
 */
async function waitForArrivals(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

interface Work {
  readonly output: MagicCellOutput;
  /** Help that the client shows in its pager. */
  readonly pages: JsonObject[];
  readonly signal: AbortSignal;
}

/** Runs one after the other, until one fails. */
async function runAll(
  kernel: Kernel,
  calls: readonly MagicCall[],
  { output, pages, signal }: Work,
): Promise<Extract<MagicEnd, { error: string }> | undefined> {
  for (const call of calls) {
    const data = call.help === true ? helpData(kernel, call.name) : undefined;
    if (data !== undefined) {
      pages.push({ source: 'page', data, start: 0 });
      continue;
    }
    const end = await runMagic(hostOf(kernel), call, output.nextPlace(), signal);
    if ('error' in end) return end;
  }
  return undefined;
}

/** The help of a command as a notebook shows it. */
export function helpData(
  { commands }: Pick<Kernel, 'commands'>,
  name: string,
): JsonObject | undefined {
  const command = commands.find((one) => one.name === name);
  if (command === undefined) return undefined;
  const value = { schema: 'tf-gpu-doctor/help', version: 1, command: name };
  const bundle = toBundles(helpOf(command, 'notebook'), { schema: value.schema, value })[0];
  return { 'text/plain': bundle?.['text/plain'], 'text/html': bundle?.['text/html'] };
}

/** A client may ask for expressions after any cell. Python evaluates them. */
async function expressions(
  { python }: Pick<Kernel, 'python'>,
  asked: JsonObject,
): Promise<JsonObject> {
  const names = Object.keys(asked);
  if (names.length === 0) return {};
  try {
    await python.start();
    return await evaluate(python, asked);
  } catch (error) {
    const lines = [error instanceof Error ? error.message : ''];
    const failure = errorContent({ name: 'PythonDied', lines });
    return Object.fromEntries(names.map((name) => [name, failure]));
  }
}
