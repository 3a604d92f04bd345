import { ProtocolError } from '../../src/errors.ts';
import type { JsonObject } from '../../src/json.ts';
import { answerTo } from './reply.ts';
import { readMagics } from '../magics/read-magics.ts';
import { isCounted } from './execution-count.ts';
import { type Failure, failRequest } from './failure.ts';
import { runMagicCell } from '../magics/run-magic-cell.ts';
import type { Kernel } from '../kernel.ts';
import { evaluate, printed } from '../ipykernel/expressions.ts';
import { Interrupted, startFailure } from '../ipykernel/start-failure.ts';
import { condemnWaiting } from './aborting.ts';
import { asObject, asText } from '../wire/json.ts';
import { contentOf, type Message, withContent } from '../wire/message.ts';

/** Runs a cell, in the front or in Python. */
export async function executeCell(kernel: Kernel, request: Message): Promise<void> {
  const content = contentOf(request);
  const { code } = content;
  // ipykernel would neither run it nor reply.
  if (typeof code !== 'string') throw new ProtocolError('An execute_request has no code.');
  const magics = readMagics(code, kernel.commands);
  if (magics !== undefined && (await belongsToFront(kernel, magics))) {
    await runMagicCell(kernel, request, magics);
  } else {
    await runInPython(kernel, request, content);
  }
}

/** A cell of magics is the front's, unless only Python can tell what it means: `{n}` in it, or a name of IPython's. */
async function belongsToFront(
  { backend }: Kernel,
  { calls, expands }: NonNullable<ReturnType<typeof readMagics>>,
): Promise<boolean> {
  const doubtful = calls.filter((call) => call.meant !== undefined).map((call) => call.name);
  const state = backend.state();
  if (state === 'dead' || state === 'missing') return true;
  if (expands) return false;
  if (doubtful.length === 0) return true;
  const names = JSON.stringify(doubtful);
  const known = `any(get_ipython().find_magic(name) for name in ${names})`;
  try {
    await backend.start();
    return printed(asObject((await evaluate(backend, { known }))['known'])) !== 'True';
  } catch {
    return true;
  }
}

async function runInPython(kernel: Kernel, request: Message, content: JsonObject): Promise<void> {
  const { backend, count } = kernel;
  try {
    await kernel.interrupts.during((signal) => Promise.race([prepare(kernel), aborted(signal)]));
  } catch (error) {
    failCell(kernel, request, content, error);
    return;
  }
  // The front owns aborting: it alone knows of all that waits.
  const mine = content['stop_on_error'] === false;
  const sent = mine ? request : withContent(request, { ...content, stop_on_error: false });
  if (content['silent'] !== true) kernel.native.begin(request);
  try {
    const reply = await backend.forward('shell', request, sent);
    if (reply === undefined) {
      failRequest(kernel, 'shell', request, unanswered);
      if (isCounted(content)) count.take(asText(content['code']));
      return;
    }
    const result = contentOf(reply);
    if (typeof result['execution_count'] === 'number') count.used(result['execution_count']);
  } catch {
    // Python is gone, and the client has been told.
    if (isCounted(content)) {
      count.used(count.next());
      count.restarted();
    }
  }
}

/** ipykernel drops a cell that is interrupted before its first line. */
const unanswered: Failure = {
  name: 'KeyboardInterrupt',
  lines: ['Python gave no answer to this cell. It was probably interrupted before its first line.'],
};

/** Python runs, and counts as we do. */
async function prepare({ backend, count }: Kernel): Promise<void> {
  await backend.start();
  const behind = count.behind();
  if (behind === undefined) return;
  const told = JSON.stringify(JSON.stringify(behind.cells));
  const code = `__import__("sys").modules["_tf_gpu_doctor"].catch_up(__import__("json").loads(${told}), ${behind.next})`;
  await backend.request('execute_request', { code, silent: true, store_history: false });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Interrupted()), { once: true });
  });
}

/** The error of a cell that never reached Python. Its number is shown, so no other cell may have it. */
function failCell(kernel: Kernel, request: Message, content: JsonObject, error: unknown): void {
  const code = asText(content['code']);
  const answer = answerTo(kernel.outlet, 'shell', request);
  answer.busy();
  if (content['silent'] !== true) {
    answer.publish('execute_input', { code, execution_count: kernel.count.next() });
  }
  condemnWaiting(kernel, request);
  failRequest(kernel, 'shell', request, startFailure(kernel, error));
  if (isCounted(content)) kernel.count.take(code);
}
