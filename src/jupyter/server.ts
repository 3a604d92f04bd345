import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Kernel, ServerConnection } from '@jupyterlab/services';
import { UndeterminedError } from '../errors.ts';
import { connectKernel } from './kernel-connection.ts';
import { limitedResponse } from './limited-response.ts';
import type { ServerAddress } from './server-address.ts';
import { noJupyter, refusal, unknownKernel, unreachable } from './server-errors.ts';
import { socketClass } from './socket.ts';

/** A running Jupyter server that has answered and let us in. */
export interface Server {
  /**
   * Starts a kernel in a session of its own, so that people see in JupyterLab what it is for.
   *
   * @param kernel name of its kernelspec; absent: the server's default
   * @throws UsageError when the server has no kernel of this name
   * @throws UndeterminedError when it cannot start it
   */
  start(name: string, kernel: string | undefined): Promise<Session>;
}

export interface Session {
  readonly kernelName: string;
  readonly kernel: Kernel.IKernelConnection;
  /** Asks the server whether it still has the kernel. Rejected when it does not answer. */
  isKnown(): Promise<boolean>;
  /** Ends session and kernel; false when the server did not answer. */
  end(): Promise<boolean>;
}

/** A server on a busy machine may take long to start a kernel. In ms. */
const answerWithin = 60_000;
const endWithin = 10_000;
/** Lists of kernels and sessions have some kB, with their logos some 100. */
const mostBytes = 16_000_000;
const endAttempts = 8;
const endPause = 1000;

/**
 * Says hello to a Jupyter server. Asks no other address and follows no redirection.
 *
 * @throws TokenRefused when it does not let us in
 * @throws UndeterminedError when it does not answer like a Jupyter server
 */
export async function openServer(address: ServerAddress, signal: AbortSignal): Promise<Server> {
  const {
    ServerConnection: connection,
    KernelAPI,
    KernelSpecAPI,
    SessionAPI,
  } = await import('./services.ts');
  const { url, token = '' } = address;
  const within = (ms: number, stop?: AbortSignal): ServerConnection.ISettings =>
    connection.makeSettings({
      baseUrl: url,
      token,
      // It goes into a header: addresses are written into logs.
      appendToken: false,
      WebSocket: socketClass(connection.makeSettings().WebSocket, token),
      fetch: (input, init) => {
        const limits = [AbortSignal.timeout(ms), ...(stop === undefined ? [] : [stop])];
        const given = { ...init, redirect: 'manual', signal: AbortSignal.any(limits) } as const;
        return fetch(input, given).then(
          (response) => limitedResponse(response, mostBytes),
          throwReason,
        );
      },
    });
  const settings = within(answerWithin, signal);
  const asked = async <T>(what: string, asking: Promise<T>): Promise<T> => {
    try {
      return await asking;
    } catch (cause) {
      signal.throwIfAborted();
      if (cause instanceof connection.ResponseError) throw refusal(what, cause, url);
      throw cause instanceof connection.NetworkError
        ? unreachable(cause, url)
        : noJupyter(cause, url);
    }
  };
  const specs = await asked('say which kernels it has', KernelSpecAPI.getSpecs(settings));

  return {
    async start(name, kernel = specs.default) {
      const known = Object.keys(specs.kernelspecs);
      if (!known.includes(kernel)) throw unknownKernel(kernel, known, url);
      // For a path that has a session already, the server would hand out that one, and its kernel is somebody's.
      const path = `${name}-${randomUUID()}`;
      const request = { name, path, type: 'notebook', kernel: { name: kernel } };
      const starting = SessionAPI.startSession(request, settings);
      const session = await asked(`start the kernel \`${kernel}\``, starting);
      const end = (): Promise<boolean> =>
        endSession(
          () => SessionAPI.shutdownSession(session.id, within(endWithin)),
          (error) => error instanceof connection.ResponseError,
        );
      if (session.kernel === null) {
        await end();
        throw new UndeterminedError(`The server at ${url} gave a session without a kernel.`);
      }
      const { id } = session.kernel;
      const connected = await connectKernel(session.kernel, settings);
      return {
        kernelName: kernel,
        kernel: connected,
        isKnown: async () =>
          (await KernelAPI.getKernelModel(id, within(endWithin, signal))) !== undefined,
        end() {
          connected.dispose();
          return end();
        },
      };
    },
  };
}

/** node says "fetch failed" and puts the reason into the cause, which the library drops. */
function throwReason(error: unknown): never {
  throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
}

/** A server refuses for some seconds when the kernel has just died, because it is starting it again. */
async function endSession(
  end: () => Promise<void>,
  isRefusal: (error: unknown) => boolean,
): Promise<boolean> {
  for (let attempt = 0; attempt < endAttempts; attempt += 1) {
    try {
      await end();
      return true;
    } catch (error) {
      if (!isRefusal(error)) return false;
      await delay(endPause);
    }
  }
  return false;
}
