import type { Command } from '../src/command-model/command.ts';
import { readPythonOffer } from './ipykernel/python-info.ts';
import { createKernelInfo, answerKernelInfo } from './requests/kernel-info.ts';
import { watchParent } from './parent.ts';
import type { Session } from './session.ts';
import { readConnectionFile } from './wire/connection-file.ts';
import { bindFront, type InboundChannel } from './wire/kernel-server.ts';
import { compose, type Message } from './wire/message.ts';

export interface KernelRequest {
  readonly connectionFile: string;
  /** The Python behind the notebook. */
  readonly python: string;
  /** Loads what its magics can do. */
  readonly commands: () => Promise<readonly Command[]>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** A kernel that runs. */
export interface RunningKernel {
  readonly interrupt: () => void;
  /** Ends Python, sends what is still to be sent, closes the sockets. */
  readonly end: () => Promise<void>;
  /** Resolves after the end, whoever asked for it: a client, our parent's death, `end`. */
  readonly ended: Promise<void>;
}

/**
 * Binds the sockets, then loads the rest and starts Python. A client asks for kernel_info first and is answered
 * meanwhile; whatever else it sends waits for the session.
 * @throws ProtocolError for a connection file that is not usable.
 */
export async function startKernel(request: KernelRequest): Promise<RunningKernel> {
  const { connectionFile, python, environment, cwd } = request;
  const front = await bindFront(readConnectionFile(connectionFile));
  const info = createKernelInfo(readPythonOffer(python, environment));
  const early: [InboundChannel, Message][] = [];
  let session: Session | undefined;
  front.publish(compose({ type: 'status', content: { execution_state: 'starting' } }));
  front.listen((channel, message) => {
    if (session !== undefined) session.receive(channel, message);
    else if (message.header.msg_type === 'kernel_info_request') {
      void answerKernelInfo(front, info, channel, message);
    } else early.push([channel, message]);
  });

  const [{ startSession }, commands] = await Promise.all([
    import('./session.ts'),
    request.commands(),
  ]);
  let ending: Promise<void> | undefined;
  let tellEnded!: () => void;
  const ended = new Promise<void>((resolve) => {
    tellEnded = resolve;
  });
  const end = () => (ending ??= finish());
  const started = startSession({
    outlet: front,
    commands,
    python,
    info,
    environment,
    cwd,
    shutdown: () => void end(),
  });
  async function finish(): Promise<void> {
    await started.stop();
    await front.close();
    tellEnded();
  }
  session = started;
  for (const [channel, message] of early) started.receive(channel, message);
  watchParent(environment['JPY_PARENT_PID'], () => void end());
  return { interrupt: started.interrupt, end, ended };
}
