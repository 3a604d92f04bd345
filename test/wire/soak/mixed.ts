import { at, type Client, type Exchange, printed } from '../client.ts';
import type { TestKernel } from '../kernel.ts';
import { keepAccount } from './account.ts';
import { memoryOf, openFilesOf } from './processes.ts';
import { createRandom } from './random.ts';

export interface MixedFigures {
  readonly cells: number;
  readonly faults: readonly string[];
  /** Memory of the kernel's own process after the first 1000 cells (or a third), and at the end. */
  readonly memoryMiB: readonly [early: number, end: number];
  readonly openFiles: readonly [early: number, end: number];
  readonly seconds: number;
}

/** One kind of cell: its code for a number, and whether what came of it is right. */
interface Kind {
  readonly name: string;
  readonly code: (number: number) => string;
  readonly isRight: (end: Exchange, number: number) => boolean;
  /** One of our magics, which plain ipykernel does not have. */
  readonly magic?: true;
}

const shown = ({ published }: Exchange) =>
  published
    .map(({ content }) => at(content, 'data', 'text/plain'))
    .filter(Boolean)
    .join('');

const kinds: readonly Kind[] = [
  { name: 'print', code: (n) => `print(${n})`, isRight: (end, n) => printed(end) === `${n}\n` },
  { name: 'result', code: (n) => `${n} + 1`, isRight: (end, n) => shown(end) === `${n + 1}` },
  {
    name: 'error',
    code: (n) => `raise ValueError(${n})`,
    isRight: ({ reply }, n) => reply.content['evalue'] === `${n}`,
  },
  {
    name: 'native output',
    code: (n) => `import os; os.write(1, b"${n}\\n"); None`,
    isRight: (end, n) => printed(end) === `${n}\n`,
  },
  {
    name: 'input',
    code: (n) => `print(input("${n}"))`,
    isRight: (end, n) => printed(end) === `typed ${n}\n`,
  },
  {
    name: 'display',
    code: (n) => `display({"text/plain": "${n}"}, raw=True)`,
    isRight: (end, n) => shown(end) === `${n}`,
  },
  {
    name: 'subprocess',
    code: (n) =>
      `import subprocess; print(subprocess.run(["echo", "${n}"], capture_output=True).stdout.decode(), end="")`,
    isRight: (end, n) => printed(end) === `${n}\n`,
  },
  {
    name: 'much output',
    code: (n) => `print("${n}" * 10000)`,
    isRight: (end, n) => printed(end) === `${`${n}`.repeat(10_000)}\n`,
  },
  {
    name: 'magic',
    code: (n) => `%demo-echo ${n}`,
    isRight: (end, n) => shown(end).includes(`echo ${n}`),
    magic: true,
  },
  {
    name: 'magic in Python',
    code: (n) => `x = %demo-echo ${n}\nprint(x["positionals"][0])`,
    isRight: (end, n) => printed(end) === `${n}\n` && shown(end).includes(`echo ${n}`),
    magic: true,
  },
];

/** Runs cells of all kinds, in bursts of up to three, with messages to a widget and Tab between them. */
export async function runMixedCells(
  kernel: TestKernel,
  cells: number,
  seed: number,
): Promise<MixedFigures> {
  const { client, process: child } = kernel;
  const started = performance.now();
  const random = createRandom(seed);
  const account = keepAccount(client);
  const faults: string[] = [];
  const isPlain = child.spawnargs.includes('ipykernel_launcher');
  const usable = kinds.filter(({ magic }) => magic === undefined || !isPlain);
  client.onInput((prompt) => `typed ${prompt}`);
  await client.execute(
    'from ipykernel.comm import Comm\nseen = []\nslider = Comm(target_name="x", comm_id="slider")\nslider.on_msg(lambda m: seen.append(m["content"]["data"]["n"]))',
  );
  let last = Number((await client.execute('1')).reply.content['execution_count']);
  let early: [number, number] | undefined;
  let moved = 0;
  for (let done = 0; done < cells;) {
    const burst = Array.from({ length: random.below(3) + 1 }, (_, index) => {
      const kind = random.pick(usable);
      const number = done + index;
      const id = client.start(kind.code(number), { stop_on_error: false });
      for (let move = random.below(4); move > 0; move -= 1) {
        client.send('shell', 'comm_msg', { comm_id: 'slider', data: { n: moved } });
        moved += 1;
      }
      return { kind, number, id };
    });
    for (const { kind, number, id } of burst) {
      const end = await client.done(id, `cell ${number} (${kind.name})`);
      if (!kind.isRight(end, number)) {
        faults.push(
          `cell ${number} (${kind.name}): ${JSON.stringify(end.published.map(({ content }) => content)).slice(0, 200)}`,
        );
      }
      const count = Number(end.reply.content['execution_count']);
      if (count !== last + 1) faults.push(`cell ${number} has the number ${count} after ${last}`);
      last = count;
    }
    if (random.below(20) === 0)
      await client.request('shell', 'complete_request', { code: 'pri', cursor_pos: 3 });
    faults.push(...account.faults(burst.map(({ id }) => id)));
    done += burst.length;
    if (early === undefined && done >= Math.min(1000, cells / 3)) {
      early = [memoryOf(child.pid), openFilesOf(child.pid)];
    }
    client.forget();
  }
  const order = await client.execute('print(seen == list(range(len(seen))), len(seen))');
  if (printed(order) !== `True ${moved}\n`) faults.push(`the comm saw: ${printed(order)}`);
  client.onInput(undefined);
  const [memory = 0, files = 0] = early ?? [];
  return {
    cells,
    faults,
    memoryMiB: [memory, memoryOf(child.pid)],
    openFiles: [files, openFilesOf(child.pid)],
    seconds: (performance.now() - started) / 1000,
  };
}

/** Restarts a kernel again and again: how long it takes from the start of its process to the reply of a first cell. */
export async function restart(
  start: () => Promise<TestKernel>,
  times: number,
): Promise<{
  readonly times: number;
  readonly faults: readonly string[];
  readonly medianMs: number;
}> {
  const faults: string[] = [];
  const durations: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const began = performance.now();
    const kernel = await start();
    const cell = await kernel.client.execute('print("first")');
    durations.push(performance.now() - began);
    if (printed(cell) !== 'first\n') faults.push(`restart ${time}: ${printed(cell)}`);
    await shutDown(kernel.client);
    await kernel.exited;
    const left = kernel.temporaryFiles().filter((name) => name.startsWith('tfgd-'));
    if (left.length > 0) faults.push(`restart ${time}: still there: ${left.join(', ')}`);
    await kernel.discard();
  }
  durations.sort((one, other) => one - other);
  return { times, faults, medianMs: durations[Math.floor(durations.length / 2)] ?? 0 };
}

async function shutDown(client: Client): Promise<void> {
  client.send('control', 'shutdown_request', { restart: true });
  await client.waitFor(({ header }) => header.msg_type === 'shutdown_reply', 'shutdown_reply');
}
