import { checkRequest, optionText } from '../../command-model/check-options.ts';
import { dirname } from 'node:path';
import { practiceFolder } from '../../python/choose-python.ts';
import { homePython } from '../../python/home-python.ts';
import { pythonIn } from '../../python/python-files.ts';
import { startOwnServer } from '../../jupyter/own-server.ts';
import { secretOf } from '../../jupyter/secret.ts';
import {
  isReadOnTheWay,
  readServerAddress,
  type ServerAddress,
} from '../../jupyter/server-address.ts';
import { TokenRefused } from '../../jupyter/server-errors.ts';
import { openServer, type Server } from '../../jupyter/server.ts';
import type { Arguments, Context } from '../../command-model/command.ts';
import { targetFor } from '../../check/observe.ts';

/** The server that a notebook is run on, and what to do with it afterwards. */
export interface UsedServer {
  readonly server: Server;
  readonly token: string;
  /** Its address as it was given; absent when it was started here. */
  readonly url?: string;
  /** The interpreter of the server that was started here. */
  readonly python?: string;
  stop(): Promise<void>;
}

/** The one that `--server` names, or one that is started in the notebook's folder. */
export function useServer(context: Context, args: Arguments, file: string): Promise<UsedServer> {
  const named = optionText(args, 'server');
  return named === undefined ? ownServer(context, args, file) : namedServer(context, args, named);
}

async function namedServer(context: Context, args: Arguments, text: string): Promise<UsedServer> {
  const written = readServerAddress(text);
  const given =
    optionText(args, 'token') ?? written.token ?? context.environment['JUPYTER_TOKEN'] ?? '';
  const used = (server: Server, token: string): UsedServer => ({
    server,
    token,
    url: written.url,
    stop: async () => {},
  });
  const open = async (token: string): Promise<Server> => {
    if (token !== '' && isReadOnTheWay(written)) context.note?.(readOnTheWay(written.url));
    try {
      return await openServer({ ...written, token } satisfies ServerAddress, context.signal);
    } catch (error) {
      secretOf(token).error(error);
      throw error;
    }
  };
  try {
    return used(await open(given), given);
  } catch (error) {
    if (!(error instanceof TokenRefused) || given !== '') throw error;
    const asked = await context.askSecret?.(`Token of ${written.url}: `);
    if (asked === undefined || asked === '') throw error;
    return used(await open(asked), asked);
  }
}

const readOnTheWay = (url: string): string =>
  `The token is sent to ${url} unencrypted, so others in the network can read it and run code on that server. Use https, or a tunnel: \`ssh -L 8888:localhost:8888 HOST\` and \`--server http://localhost:8888/\`.`;

async function ownServer(context: Context, args: Arguments, file: string): Promise<UsedServer> {
  const target = await targetFor(checkRequest(context, args));
  const ours = homePython(context.environment)?.python ?? pythonIn(practiceFolder);
  const own = await startOwnServer({
    pythons: ours === undefined ? [target.python] : [target.python, ours],
    target: target.python,
    environment: context.environment,
    folder: dirname(file),
    signal: context.signal,
  });
  const { address, python } = own;
  try {
    const server = await openServer(address, context.signal);
    return { server, token: address.token ?? '', python, stop: () => own.stop() };
  } catch (error) {
    secretOf(address.token ?? '').error(error);
    await own.stop();
    throw error;
  }
}
