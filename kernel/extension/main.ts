import { answerRequest } from './answer.ts';
import { createChannel } from './channel.ts';

// The program behind the magics of an ordinary Python kernel (`%load_ext tf_gpu_doctor`): one request on standard input,
// JSON lines on standard output. The end of standard input is the interrupt; a kernel that is killed closes it, too.

// Libraries that write to the console would write into the answers.
for (const method of ['debug', 'log', 'info', 'warn', 'error'] as const) console[method] = () => {};

const interrupted = new AbortController();
const channel = createChannel(process.stdin, process.stdout, () => interrupted.abort());
// Nobody reads any more: the kernel has ended.
process.stdout.on('error', () => process.exit(0));

try {
  const request = await channel.request;
  await answerRequest(request, {
    channel,
    environment: process.env,
    cwd: process.cwd(),
    signal: interrupted.signal,
  });
  // What still runs ends with this process.
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () =>
    process.exit(1),
  );
}
