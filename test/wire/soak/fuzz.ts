import type { Client, Content } from '../client.ts';
import type { TestKernel } from '../kernel.ts';
import { memoryOf } from './processes.ts';
import { createRandom, type Random } from './random.ts';

export interface FuzzFigures {
  readonly frames: number;
  /** How many of them were signed with the right key. */
  readonly signed: number;
  /** How many cells were run between them, to see that the kernel goes on. */
  readonly cells: number;
  readonly faults: readonly string[];
  readonly memoryMiB: readonly [before: number, after: number];
}

type Channel = 'shell' | 'control' | 'stdin';

/** Rightly formed messages, to begin with. A shutdown_request would only end the run. */
const messages: readonly [Channel, string, Content][] = [
  [
    'shell',
    'execute_request',
    { code: '1', silent: false, store_history: true, allow_stdin: true },
  ],
  ['shell', 'execute_request', { code: '%demo-echo x', user_expressions: { a: '1' } }],
  ['shell', 'complete_request', { code: 'pri', cursor_pos: 3 }],
  ['shell', 'inspect_request', { code: 'print', cursor_pos: 5, detail_level: 0 }],
  ['shell', 'history_request', { hist_access_type: 'tail', output: false, raw: true, n: 2 }],
  ['shell', 'is_complete_request', { code: 'if x:' }],
  ['shell', 'comm_info_request', { target_name: 'x' }],
  ['shell', 'comm_open', { comm_id: 'f', target_name: 'x', data: {} }],
  ['shell', 'comm_msg', { comm_id: 'f', data: { a: [1] } }],
  ['shell', 'comm_close', { comm_id: 'f', data: {} }],
  ['shell', 'kernel_info_request', {}],
  ['shell', 'connect_request', {}],
  ['shell', 'strange_request', { a: 1 }],
  ['control', 'kernel_info_request', {}],
  ['control', 'debug_request', { type: 'request', seq: 1, command: 'debugInfo', arguments: {} }],
  ['control', 'usage_request', {}],
  ['control', 'list_subshell_request', {}],
  ['control', 'delete_subshell_request', { subshell_id: 'x' }],
  ['control', 'comm_info_request', {}],
  ['stdin', 'input_reply', { status: 'ok', value: 'x' }],
];

const junk: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  2 ** 40,
  '',
  'x'.repeat(5000),
  '\ud800',
  '\0',
  '<IDS|MSG>',
  '../../etc/passwd',
  [],
  {},
  [[[[]]]],
  { __proto__: null, constructor: 'x' },
];

/** Sends mutated messages, three quarters of them rightly signed, and runs a cell after each few hundred. */
export async function fuzz(
  kernel: TestKernel,
  frames: number,
  seed: number,
  memory: () => number = () => memoryOf(kernel.process.pid),
): Promise<FuzzFigures> {
  const { client } = kernel;
  const random = createRandom(seed);
  const faults: string[] = [];
  const before = memory();
  let signed = 0;
  let cells = 0;
  let sent = 0;
  for (; sent < frames; sent += 1) {
    const isSigned = random.below(4) > 0;
    signed += Number(isSigned);
    const [channel, mutated] = mutatedMessage(client, random, isSigned);
    void client.sendFrames(channel, mutated);
    if (sent % 250 === 249 || sent === frames - 1) {
      cells += 1;
      const fault = await runsACell(client);
      if (fault !== undefined) faults.push(`after ${sent + 1} frames: ${fault}`);
      client.forget();
      if (faults.length > 3) break;
    }
  }
  // A run that was given up counts the frames that it sent.
  return {
    frames: Math.min(sent + 1, frames),
    signed,
    cells,
    faults,
    memoryMiB: [before, memory()],
  };
}

/** A cell may be interrupted or aborted by what was sent before it, so it is tried several times. */
async function runsACell(client: Client): Promise<string | undefined> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const id = client.start('print("alive")');
    const isReply = (message: { parent: { msg_id?: string | undefined }; channel: string }) =>
      message.parent.msg_id === id && message.channel === 'shell';
    try {
      const { content } = await client.waitFor(isReply, 'the reply', 20_000);
      if (content['status'] === 'ok') return undefined;
    } catch (error) {
      return String(error);
    }
  }
  return 'no cell ran';
}

function mutatedMessage(client: Client, random: Random, isSigned: boolean): [Channel, Buffer[]] {
  const [channel, type, content] = random.pick(messages);
  const header: Record<string, unknown> = {};
  let metadata: Content = {};
  let body: unknown = structuredClone(content);
  switch (random.below(6)) {
    case 0:
      header[
        random.pick(['msg_id', 'msg_type', 'session', 'username', 'date', 'version', 'subshell_id'])
      ] = random.below(8) === 0 ? undefined : random.pick(junk);
      break;
    case 1:
      metadata = { junk: random.pick(junk) };
      break;
    case 2:
      body = random.pick(junk);
      break;
    case 3:
      header['msg_type'] = random.pick(messages)[1];
      break;
    default:
      body = mutatedContent(content, random);
  }
  const buffers = random.below(10) === 0 ? [Buffer.alloc(random.below(2000), 1)] : [];
  let text = JSON.stringify(body) ?? '';
  if (random.below(12) === 0) text = text.slice(0, random.below(text.length + 1));
  const options = { header, metadata, buffers };
  const { frames } = client.frame(type, text, options);
  const target =
    random.below(30) === 0 ? random.pick<Channel>(['shell', 'control', 'stdin']) : channel;
  return [target, isSigned ? frames : spoiled(frames, random)];
}

/** Replaces or removes one field. */
function mutatedContent(content: Content, random: Random): Content {
  const entries = Object.entries(content);
  if (entries.length === 0) return { extra: random.pick(junk) };
  const at = random.below(entries.length);
  return Object.fromEntries(
    entries.flatMap(([name, value], index) => {
      if (index !== at) return [[name, value]];
      return random.below(4) === 0 ? [] : [[name, random.pick(junk)]];
    }),
  );
}

/** A message that no key has signed, or whose frames are not those of a message. */
function spoiled(frames: readonly Buffer[], random: Random): Buffer[] {
  const copy = [...frames];
  const at = random.below(copy.length);
  switch (random.below(6)) {
    case 0:
      copy[1] = Buffer.from('0'.repeat(64));
      break;
    case 1:
      copy.splice(at, 1);
      copy[1] = Buffer.from('');
      break;
    case 2:
      copy.splice(2, 0, copy[2] ?? Buffer.alloc(0));
      break;
    case 3:
      copy[5] = Buffer.from('{"code": "print(\\"intruder\\")", "silent": false}');
      break;
    case 4:
      return Array.from({ length: random.below(100) + 1 }, () =>
        Buffer.alloc(random.below(50), at),
      );
    default:
      copy.unshift(Buffer.from('<IDS|MSG>'));
      copy[2] = Buffer.from('x');
  }
  return copy;
}
