import type { Command } from '../src/command-model/command.ts';
import { ProtocolError } from '../src/errors.ts';
import { explainLastLines } from './ipykernel/death.ts';
import { acknowledge, askControl, askInTurn, askSubshell } from './ipykernel/forward.ts';
import type { LaunchedIpykernel } from './ipykernel/launch-ipykernel.ts';
import { createNativePublisher } from './ipykernel/native-publisher.ts';
import { createPythonProcess } from './ipykernel/python-process.ts';
import { passInput, passPublication, passReply } from './ipykernel/relay.ts';
import { reportDeath } from './ipykernel/report-death.ts';
import type { Kernel } from './kernel.ts';
import { answerOutOfTurn } from './magics/completion.ts';
import { notebookCommands, withCommandList } from './magics/command-list.ts';
import { runMagicOfPython } from './magics/run-magic-of-python.ts';
import { messageType } from './message-types.ts';
import { abortQueue, replyAborted } from './requests/aborting.ts';
import { createClientState } from './requests/client-state.ts';
import { executeCell } from './requests/execute.ts';
import { createCount } from './requests/execution-count.ts';
import { failRequest } from './requests/failure.ts';
import { createInterrupts } from './requests/interrupts.ts';
import { answerAtOnce } from './requests/kernel-answers.ts';
import type { KernelInfo } from './requests/kernel-info.ts';
import { createLastOutput } from './requests/last-output.ts';
import { createQueue } from './requests/queue.ts';
import { createTfMessages } from './tf-messages/tf-messages.ts';
import type { ClientChannels, InboundChannel } from './wire/kernel-server.ts';
import { hasKnownVersion, type Message, protocolVersion } from './wire/message.ts';

export interface SessionRequest {
  readonly clients: ClientChannels;
  readonly commands: readonly Command[];
  readonly python: NamedPython;
  /** That Python, which starts meanwhile; undefined when it is unusable. */
  readonly launched: Promise<LaunchedIpykernel> | undefined;
  /** Arguments of ours that are meant for ipykernel: `--matplotlib=inline`. */
  readonly ipykernelArguments: readonly string[];
  readonly info: KernelInfo;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Called once, when a client asked for the end. */
  readonly shutdown: () => void;
}

/** The Python of the notebook: its path, or why the one that was named cannot be used. */
export type NamedPython = { readonly path: string } | { readonly unusable: string };

/** One kernel, from a client's point of view. */
export interface KernelSession {
  readonly receive: (channel: InboundChannel, message: Message) => void;
  readonly interrupt: () => void;
  /** Ends Python; what still waits is answered as aborted. */
  stop(): Promise<void>;
}

/** Starts Python and answers clients: busy, the answer, idle. */
export function startSession(request: SessionRequest): KernelSession {
  const commands = withCommandList(request.commands);
  const lastOutput = createLastOutput(commands);
  const tfMessages = createTfMessages({
    send: request.clients.publish,
    cell: () => kernel.native.cell(),
    python: () => kernel.python,
    environment: request.environment,
    cwd: request.cwd,
  });
  const clients: ClientChannels = {
    send: request.clients.send,
    publish: (message) => {
      lastOutput.published(message);
      tfMessages.publish(message);
    },
  };
  const python = createPythonProcess(
    {
      python: request.python,
      launched: request.launched,
      environment: request.environment,
      cwd: request.cwd,
      magics: notebookCommands(commands).map(({ name, cell }) => ({ name, cell: cell === true })),
      ipykernelArguments: request.ipykernelArguments,
    },
    {
      reply: (channel, message) => passReply(kernel, channel, message),
      publication: (message) => passPublication(kernel, message),
      native: (name, text) => kernel.native.show(name, text),
      magic: (magic, signal) => runMagicOfPython(kernel, magic, signal),
      explain: async (death) => {
        const { examForbidsAnswers } = await import('../src/commands/index.ts');
        const isWithheld = examForbidsAnswers({
          environment: request.environment,
          cwd: request.cwd,
        });
        return isWithheld ? undefined : explainLastLines(death);
      },
      gone: (requests, error, death) => reportDeath(kernel, requests, error, death),
    },
  );
  const kernel: Kernel = {
    clients,
    python,
    commands,
    info: request.info,
    count: createCount(),
    clientState: createClientState(),
    interrupts: createInterrupts(),
    queue: createQueue((message) => handleInTurn(kernel, message)),
    aborted: [],
    environment: request.environment,
    cwd: request.cwd,
    native: createNativePublisher(clients),
    lastOutput,
    tfMessages,
    shutdown: request.shutdown,
  };

  python.start().then(kernel.info.learned, () => undefined);
  return {
    receive: (channel, message) => {
      try {
        route(kernel, channel, message);
      } catch (error) {
        fail(kernel, channel, message, error);
      }
    },
    interrupt: () => {
      kernel.interrupts.interrupt();
      python.interrupt();
    },
    stop: async () => {
      abortQueue(kernel);
      await python.stop();
    },
  };
}

/** Does with a message what the table of message types says. */
function route(kernel: Kernel, channel: InboundChannel, message: Message): void {
  const entry = messageType(message.header.msg_type, channel);
  if (entry?.answeredBy === 'Python' && !hasKnownVersion(message.header)) {
    throw new ProtocolError(
      `This kernel speaks version ${protocolVersion} of the Jupyter messaging protocol, and the header of this message names another one.`,
    );
  }
  if (channel === 'stdin') {
    if (entry !== undefined) passInput(kernel, message);
  } else if (entry === undefined) acknowledge(kernel, channel, message);
  else if (entry.answeredBy === 'kernel') answerAtOnce(kernel, channel, message);
  else if (entry.when === 'at once') askControl(kernel, message);
  else if (message.header.subshell_id) void askSubshell(kernel, message);
  else if (!answerOutOfTurn(kernel, message)) pushInTurn(kernel, message);
}

/**
 * A message to a comm goes to Python while a cell runs there: the cell may read it. It must not overtake anything, so
 * it goes at once only when nothing else waits.
 */
function pushInTurn(kernel: Kernel, message: Message): void {
  const { queue, python } = kernel;
  const current = queue.current();
  const isWithPython = current !== undefined && python.find(current.header.msg_id) !== undefined;
  if (message.header.msg_type.startsWith('comm_') && isWithPython && queue.isEmpty()) {
    if (message.header.msg_type !== 'comm_info_request') {
      void askInTurn(kernel, message);
      return;
    }
  }
  queue.push(message);
}

/** The turn of a request on the main shell. */
async function handleInTurn(kernel: Kernel, message: Message): Promise<void> {
  try {
    if (message.header.msg_type === 'execute_request') await executeCell(kernel, message);
    else await askInTurn(kernel, message);
  } catch (error) {
    fail(kernel, 'shell', message, error);
  }
  replyAborted(kernel);
}

/** Ends a request that could not be handled: its content is not what the protocol says, or the fault is ours. */
function fail(
  kernel: Pick<Kernel, 'clients' | 'count'>,
  channel: InboundChannel,
  message: Message,
  error: unknown,
): void {
  const { name, message: words } = error instanceof Error ? error : new Error(String(error));
  const known = name === 'ProtocolError' ? name : 'InternalError';
  failRequest(kernel, channel, message, { name: known, lines: [words] });
}
