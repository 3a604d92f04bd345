import type { Command } from '../src/command-model/command.ts';
import { tellOfDeath } from './ipykernel/after-death.ts';
import { answerTo } from './requests/reply.ts';
import { createBackend } from './ipykernel/python-process.ts';
import { explainLastLines } from './ipykernel/death-cause.ts';
import { createComms } from './requests/comms.ts';
import { createCount } from './requests/execution-count.ts';
import { executeCell } from './requests/execute.ts';
import { immediate, isForPythonControl, queued } from './requests/kernel-answers.ts';
import { failRequest } from './requests/failure.ts';
import { createInterrupts } from './requests/interrupts.ts';
import { answerKernelInfo, type KernelInfo } from './requests/kernel-info.ts';
import type { Kernel } from './kernel.ts';
import { createNativeRelay } from './ipykernel/native-relay.ts';
import { createQueue } from './requests/queue.ts';
import { answerCall, passInput, passPublication, passReply } from './ipykernel/relay.ts';
import {
  answerAboutMagics,
  askControl,
  askPython,
  askSubshell,
  ignore,
  isOfOpenComm,
} from './ipykernel/forward.ts';
import { abortCondemned } from './requests/aborting.ts';
import type { InboundChannel, Outlet } from './wire/kernel-server.ts';
import type { Message } from './wire/message.ts';

export interface SessionRequest {
  readonly outlet: Outlet;
  readonly commands: readonly Command[];
  readonly python: string;
  readonly info: KernelInfo;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Called once, when a client asked for the end. */
  readonly shutdown: () => void;
}

/** One kernel, from a client's point of view. */
export interface Session {
  readonly receive: (channel: InboundChannel, message: Message) => void;
  readonly interrupt: () => void;
  /** Ends Python. */
  stop(): Promise<void>;
}

/** Starts Python and answers clients: busy, the answer, idle. */
export function startSession(request: SessionRequest): Session {
  const { outlet, commands } = request;
  const backend = createBackend(
    {
      python: request.python,
      environment: request.environment,
      cwd: request.cwd,
      magics: commands
        .filter(({ interfaces }) => interfaces.includes('notebook'))
        .map(({ name, cell }) => ({ name, cell: cell === true })),
    },
    {
      reply: (channel, message) => passReply(kernel, channel, message),
      publication: (message) => passPublication(kernel, message),
      native: (name, text) => kernel.native.show(name, text),
      call: (call, signal) => answerCall(kernel, call, signal),
      explain: explainLastLines,
      gone: (requests, error, death) => tellOfDeath(kernel, requests, error, death),
    },
  );
  const kernel: Kernel = {
    outlet,
    backend,
    commands,
    info: request.info,
    count: createCount(),
    comms: createComms(),
    interrupts: createInterrupts(),
    queue: createQueue((message) => handle(kernel, message)),
    condemned: [],
    subshells: new Set(),
    environment: request.environment,
    cwd: request.cwd,
    native: createNativeRelay(outlet),
    awaitsInput: false,
    debugged: false,
    shutdown: request.shutdown,
  };
  function receive(channel: InboundChannel, message: Message): void {
    try {
      route(channel, message);
    } catch (error) {
      fail(kernel, channel, message, error);
    }
  }

  function route(channel: InboundChannel, message: Message): void {
    const type = message.header.msg_type;
    if (channel === 'stdin') passInput(kernel, message);
    else if (type === 'kernel_info_request') {
      void answerKernelInfo(outlet, kernel.info, channel, message);
    } else if (immediate[type] !== undefined) answerAtOnce(kernel, channel, message);
    else if (channel === 'control') {
      if (isForPythonControl(type)) askControl(kernel, message);
      else ignore(kernel, channel, message);
    } else if (!queued.includes(type)) ignore(kernel, channel, message);
    else if (message.header.subshell_id) void askSubshell(kernel, message);
    else if (isOfOpenComm(kernel, message)) void askPython(kernel, message);
    else if (!answerAboutMagics(kernel, message, kernel.queue.isIdle())) kernel.queue.push(message);
  }

  backend.start().then(kernel.info.learned, () => undefined);
  return {
    receive,
    interrupt: () => {
      kernel.interrupts.interrupt();
      backend.interrupt();
    },
    stop: backend.stop,
  };
}

/** The turn of a request on the main shell. */
async function handle(kernel: Kernel, message: Message): Promise<void> {
  try {
    if (message.header.msg_type === 'execute_request') await executeCell(kernel, message);
    else await askPython(kernel, message);
  } catch (error) {
    fail(kernel, 'shell', message, error);
  }
  abortCondemned(kernel);
}

function answerAtOnce(kernel: Kernel, channel: InboundChannel, message: Message): void {
  const answer = answerTo(kernel.outlet, channel, message);
  answer.busy();
  immediate[message.header.msg_type]?.(kernel, message, answer);
  answer.idle();
}

/** A request that could not be handled: its content is not what the protocol says, or the fault is ours. */
function fail(kernel: Kernel, channel: InboundChannel, message: Message, error: unknown): void {
  answerTo(kernel.outlet, channel, message).busy();
  const said = error instanceof Error ? error : new Error(String(error));
  failRequest(kernel, channel, message, { name: said.name, lines: [said.message] });
}
