import type { Command } from '../src/command-model/command.ts';
import { launchIpykernel, type LaunchedIpykernel } from './ipykernel/launch-ipykernel.ts';
import { readPythonInfo } from './ipykernel/python-info.ts';
import { watchParent } from './parent.ts';
import { answerKernelInfo, createKernelInfo } from './requests/kernel-info.ts';
import type { NamedPython, KernelSession } from './session.ts';
import { readConnectionFile } from './wire/connection-file.ts';
import { bindKernelServer, type InboundChannel } from './wire/kernel-server.ts';
import { compose, type Message } from './wire/message.ts';

export interface KernelRequest {
  readonly connectionFile: string;
  /** Finds the Python behind the notebook. Never rejects. */
  readonly python: () => Promise<NamedPython>;
  /** Arguments that are meant for ipykernel. */
  readonly ipykernelArguments?: readonly string[];
  /** Loads the commands, which are its magics. */
  readonly commands: () => Promise<readonly Command[]>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Writes one sentence to the terminal of the Jupyter server. */
  readonly log: (sentence: string) => void;
}

/** A kernel that runs. */
export interface RunningKernel {
  readonly interrupt: () => void;
  /** Ends Python, sends what is still to be sent, closes the sockets. */
  readonly end: () => Promise<void>;
  /** Resolves after the end, whatever caused it: a client, our parent's death, `end`. */
  readonly ended: Promise<void>;
}

/**
 * Binds the sockets, then looks for Python and starts it, and loads the rest while that starts. A client asks for
 * kernel_info first and is answered meanwhile; whatever else it sends waits for the session.
 * @throws ProtocolError for a connection file that is not usable.
 */
export async function startKernel(request: KernelRequest): Promise<RunningKernel> {
  const { connectionFile, environment, log } = request;
  const connection = readConnectionFile(connectionFile);
  if (connection.key === '') {
    log(
      `The key in ${connectionFile} is empty, so messages are not signed: anybody who can reach the sockets of this kernel can run code.`,
    );
  }
  // Published once, when the first client can receive it, and not after the answer to a request has said more.
  let isStarting = true;
  const server = await bindKernelServer(connection, log, (publish) => {
    if (isStarting) publish(compose({ type: 'status', content: { execution_state: 'starting' } }));
    isStarting = false;
  });
  const finding = Promise.resolve().then(request.python);
  const info = createKernelInfo(finding.then((python) => readPythonInfo(python, environment)));
  const early: [InboundChannel, Message][] = [];
  let session: KernelSession | undefined;
  server.listen((channel, message) => {
    isStarting = false;
    if (session !== undefined) session.receive(channel, message);
    else if (message.header.msg_type === 'kernel_info_request') {
      void answerKernelInfo({ clients: server, info }, channel, message);
    } else early.push([channel, message]);
  });

  const python = await finding;
  const launched = 'path' in python ? launch(python.path, request) : undefined;
  const [{ startSession }, commands] = await Promise.all([
    import('./session.ts'),
    request.commands(),
  ]);
  let ending: Promise<void> | undefined;
  let resolveEnded!: () => void;
  const ended = new Promise<void>((resolve) => {
    resolveEnded = resolve;
  });
  const end = () => (ending ??= finish());
  const started = startSession({
    clients: server,
    commands,
    python,
    launched,
    ipykernelArguments: request.ipykernelArguments ?? [],
    info,
    environment,
    cwd: request.cwd,
    shutdown: () => void end(),
  });
  async function finish(): Promise<void> {
    await started.stop();
    await server.close();
    resolveEnded();
  }
  session = started;
  for (const [channel, message] of early) started.receive(channel, message);
  watchParent(environment['JPY_PARENT_PID'], () => void end());
  return { interrupt: started.interrupt, end, ended };
}

/** Starts Python. Why it could not be started is reported by the session, which is not yet there. */
function launch(
  python: string,
  { environment, cwd, ipykernelArguments = [] }: KernelRequest,
): Promise<LaunchedIpykernel> {
  const launched = launchIpykernel({ python, environment, cwd, ipykernelArguments });
  launched.catch(() => undefined);
  return launched;
}
