import { ProtocolError } from '../../src/errors.ts';
import type { JsonObject } from '../../src/json.ts';
import { evaluate, printedValue } from '../ipykernel/expressions.ts';
import { Interrupted, startFailure } from '../ipykernel/start-failure.ts';
import type { Kernel } from '../kernel.ts';
import { type MagicCell, readMagics } from '../magics/read-magics.ts';
import { runMagicCell } from '../magics/run-magic-cell.ts';
import { asObject, asText } from '../wire/json.ts';
import { messageContent, type Message, withContent } from '../wire/message.ts';
import { abortWaiting } from './aborting.ts';
import { isCounted } from './execution-count.ts';
import { failRequest, type Failure } from './failure.ts';
import { respondTo } from './reply.ts';
import { showInput } from './show-input.ts';

/** How long Python may take to show a cell as running before the kernel does it in its place, in ms. */
const showInputAfterMs = 100;

/** Runs a cell, in the kernel or in Python. @throws ProtocolError for a request without code */
export async function executeCell(kernel: Kernel, request: Message): Promise<void> {
  const content = messageContent(request);
  const { code } = content;
  // ipykernel would neither run it nor reply.
  if (typeof code !== 'string') throw new ProtocolError('An execute_request has no code.');
  const magics = readMagics(code, kernel.commands);
  if (magics !== undefined && (await canRunInKernel(kernel, magics))) {
    await runMagicCell(kernel, request, magics);
  } else {
    await runInPython(kernel, request, content);
  }
}

/** Whether the kernel can run a cell of magics. Only Python knows the value of `{n}` and the names of IPython's magics. */
async function canRunInKernel(
  { python }: Pick<Kernel, 'python'>,
  { calls, expands }: MagicCell,
): Promise<boolean> {
  const misspelt = calls.filter((call) => call.meant !== undefined).map((call) => call.name);
  const state = python.state();
  if (state === 'dead' || state === 'missing') return true;
  if (expands) return false;
  if (misspelt.length === 0) return true;
  const names = JSON.stringify(misspelt);
  const known = `any(get_ipython().find_magic(name) for name in ${names})`;
  try {
    await python.start();
    return printedValue(asObject((await evaluate(python, { known }))['known'])) !== 'True';
  } catch {
    return true;
  }
}

async function runInPython(kernel: Kernel, request: Message, content: JsonObject): Promise<void> {
  const { python, count, interrupts, native } = kernel;
  try {
    await interrupts.during((signal) => Promise.race([prepare(kernel), rejectOnAbort(signal)]));
  } catch (error) {
    failCell(kernel, request, content, error);
    return;
  }
  // The kernel decides what is aborted, because Python does not know what waits here.
  const sent =
    content['stop_on_error'] === false
      ? request
      : withContent(request, { ...content, stop_on_error: false });
  if (content['silent'] !== true) native.begin(request);
  const late = setTimeout(() => showInput(kernel, request), showInputAfterMs);
  try {
    const wasInterrupted = await interrupts.during(async (signal) => {
      const reply = await python.forward('shell', request, sent);
      if (reply === undefined) return signal.aborted;
      const number = messageContent(reply)['execution_count'];
      if (typeof number === 'number') count.used(number);
      return undefined;
    });
    if (wasInterrupted !== undefined) {
      respondTo(kernel.clients, 'shell', request).busy();
      native.end();
      failRequest(kernel, 'shell', request, wasInterrupted ? interruptedEarly : notUnderstood);
      if (isCounted(content)) count.take(asText(content['code']));
    }
  } catch {
    // Python ended, and `reportDeath` has answered the client.
    if (isCounted(content)) {
      count.used(count.next());
      count.restarted();
    }
  } finally {
    clearTimeout(late);
  }
}

/** ipykernel drops a cell that is interrupted before its first line. */
const interruptedEarly: Failure = {
  name: 'KeyboardInterrupt',
  lines: ['Python gave no answer to this cell. It was probably interrupted before its first line.'],
};

/** ipykernel drops a message that it cannot read. */
const notUnderstood: Failure = {
  name: 'ProtocolError',
  lines: [
    'Python dropped this cell without an answer, so the client probably sent a faulty request.',
  ],
};

/** Python runs, and has the right number for the next cell. */
async function prepare({ python, count }: Pick<Kernel, 'python' | 'count'>): Promise<void> {
  await python.start();
  const behind = count.behind();
  if (behind === undefined) return;
  const cells = JSON.stringify(JSON.stringify(behind.cells));
  const code = `__import__("sys").modules["_tf_gpu_doctor"].catch_up(__import__("json").loads(${cells}), ${behind.next})`;
  await python.request('execute_request', { code, silent: true, store_history: false });
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Interrupted()), { once: true });
  });
}

/** Fails a cell that never reached Python. Its number is shown, so no other cell may have it. */
function failCell(kernel: Kernel, request: Message, content: JsonObject, error: unknown): void {
  const code = asText(content['code']);
  const responder = respondTo(kernel.clients, 'shell', request);
  responder.busy();
  if (content['silent'] !== true) {
    responder.publish('execute_input', { code, execution_count: kernel.count.next() });
  }
  abortWaiting(kernel, request);
  failRequest(kernel, 'shell', request, startFailure(kernel, error));
  if (isCounted(content)) kernel.count.take(code);
}
