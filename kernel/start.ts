import type { Command } from '../src/commands/command.ts';
import { readPythonOffer } from './backend/python-offer.ts';
import { watchParent } from './parent.ts';
import { startSession } from './session.ts';
import { readConnectionFile } from './wire/connection-file.ts';
import { bindFront } from './wire/front.ts';

export interface KernelRequest {
  readonly connectionFile: string;
  /** The Python behind the notebook. */
  readonly python: string;
  /** What its magics can do. */
  readonly commands: readonly Command[];
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
 * Binds the sockets and starts Python at the same time.
 * @throws ProtocolError for a connection file that is not usable.
 */
export async function startKernel(request: KernelRequest): Promise<RunningKernel> {
  const { connectionFile, environment, ...rest } = request;
  const front = await bindFront(readConnectionFile(connectionFile));
  let ending: Promise<void> | undefined;
  let tellEnded!: () => void;
  const ended = new Promise<void>((resolve) => {
    tellEnded = resolve;
  });
  const end = () => (ending ??= finish());
  const session = startSession({
    ...rest,
    outlet: front,
    offer: readPythonOffer(request.python, environment),
    environment,
    shutdown: () => void end(),
  });
  async function finish(): Promise<void> {
    await session.stop();
    await front.close();
    tellEnded();
  }
  front.listen(session.receive);
  watchParent(environment['JPY_PARENT_PID'], () => void end());
  return { interrupt: session.interrupt, end, ended };
}
