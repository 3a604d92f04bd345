import type { JsonObject } from '../src/json.ts';
import { answerTo, errorContent } from './answer.ts';
import { readMagics } from './cell.ts';
import { runMagicCell } from './magic-cell.ts';
import type { Kernel } from './kernel.ts';
import { lacksIpykernel, linesOf, PythonDied } from './backend/death.ts';
import { contentOf, type Message, withContent } from './wire/message.ts';

/** Runs a cell, in the front or in Python. Tells whether what waits behind it may run. */
export async function executeCell(kernel: Kernel, request: Message): Promise<boolean> {
  const content = contentOf(request);
  const code = String(content['code'] ?? '');
  const magics = readMagics(code, kernel.commands);
  const ok =
    magics !== undefined && (await belongsToFront(kernel, magics))
      ? await runMagicCell(kernel, request, magics)
      : await runInPython(kernel, request, content);
  return ok || content['silent'] === true || content['stop_on_error'] === false;
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
  return (await askPython(backend, known)) !== 'True';
}

async function askPython(backend: Kernel['backend'], expression: string): Promise<unknown> {
  try {
    await backend.start();
    const reply = await backend.request('execute_request', {
      code: '',
      silent: true,
      store_history: false,
      user_expressions: { value: expression },
    });
    const results = reply && (contentOf(reply)['user_expressions'] as JsonObject);
    const data = (results?.['value'] as JsonObject | undefined)?.['data'];
    return (data as JsonObject | undefined)?.['text/plain'];
  } catch {
    return undefined;
  }
}

async function runInPython(
  kernel: Kernel,
  request: Message,
  content: JsonObject,
): Promise<boolean> {
  const { backend, count } = kernel;
  try {
    await kernel.interrupts.during((signal) => Promise.race([prepare(kernel), aborted(signal)]));
  } catch (error) {
    failCell(kernel, request, error);
    return false;
  }
  // The front owns aborting: it alone knows of all that waits.
  const mine = content['stop_on_error'] === false;
  const sent = mine ? request : withContent(request, { ...content, stop_on_error: false });
  if (content['silent'] !== true) kernel.cell = request;
  try {
    const reply = await backend.forward('shell', sent);
    const result = reply === undefined ? {} : contentOf(reply);
    if (typeof result['execution_count'] === 'number') count.used(result['execution_count']);
    return result['status'] === 'ok';
  } catch {
    // Python is gone, and the client has been told.
    if (content['silent'] !== true && content['store_history'] !== false) {
      count.used(count.next());
      count.restarted();
    }
    return false;
  }
}

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
    signal.addEventListener('abort', () => reject(new Error('interrupted')), { once: true });
  });
}

/** The error of a cell that never reached Python. */
function failCell(kernel: Kernel, request: Message, error: unknown): void {
  const answer = answerTo(kernel.outlet, 'shell', request);
  const content = errorContent(...explain(kernel, error));
  answer.busy();
  answer.publish('execute_input', {
    code: String(contentOf(request)['code'] ?? ''),
    execution_count: kernel.count.next(),
  });
  answer.publish('error', content);
  answer.reply({ ...content, execution_count: kernel.count.next(), user_expressions: {} });
  answer.idle();
}

function explain(kernel: Kernel, error: unknown): [name: string, lines: string[]] {
  if (!(error instanceof PythonDied)) {
    return ['KeyboardInterrupt', ['Interrupted while Python was starting.']];
  }
  if (!lacksIpykernel(error.death)) return ['PythonDied', linesOf(error.death)];
  const python = kernel.backend.python();
  const names = kernel.commands
    .filter(({ doors }) => doors.includes('notebook'))
    .map(({ name }) => `%${name}`);
  return [
    'NoIPykernel',
    [
      `This Python has no ipykernel, so it cannot run cells: ${python}`,
      'Install it with this line in a terminal, then run the cell again:',
      `    ${/\s/u.test(python) ? `"${python}"` : python} -m pip install ipykernel`,
      ...(names.length === 0 ? [] : [`These work without it: ${names.join(', ')}`]),
    ],
  ];
}
