import { join } from 'node:path';

import { withoutHome } from '../../src/python/home-python.ts';
import { root } from '../../src/root.ts';
import { type Connection, connectionText } from '../wire/connection-file.ts';
import { type Child, startChild } from './child.ts';
import type { StreamName } from './native-output.ts';
import { makePrivateConnection } from './private-connection.ts';
import { makePrivateFolder, type PrivateFolder } from './private-folder.ts';

export interface LaunchRequest {
  readonly python: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Arguments that a client passed to the kernel and that are ipykernel's. */
  readonly ipykernelArguments: readonly string[];
}

/** A Python that starts, and whom nobody listens to yet. It waits for its magics before it runs a cell. */
export interface LaunchedIpykernel {
  readonly folder: PrivateFolder;
  readonly connection: Connection;
  readonly child: Child;
  /** Hands on what native code writes from now on; what it wrote before is only among its last lines. */
  readonly listen: (onNative: (name: StreamName, text: string) => void) => void;
}

/**
 * Starts `launch.py` in the Python. It is apart from what talks to it, because Python takes long to start and what
 * talks to it can be loaded meanwhile.
 * @throws Error when there is no place for its sockets and files
 */
export async function launchIpykernel(request: LaunchRequest): Promise<LaunchedIpykernel> {
  const { python, environment, cwd, ipykernelArguments } = request;
  const folder = makePrivateFolder(environment);
  let listener: ((name: StreamName, text: string) => void) | undefined;
  try {
    const connection = await makePrivateConnection(folder.path);
    const file = folder.write('c.json', connectionText(connection));
    const child = startChild({
      file: python,
      args: [join(root, 'kernel/ipykernel/launch.py'), file, ...ipykernelArguments],
      environment: { ...withoutHome(environment), JPY_PARENT_PID: String(process.pid) },
      cwd,
      onNative: (name, text) => listener?.(name, text),
    });
    return { folder, connection, child, listen: (onNative) => (listener = onNative) };
  } catch (error) {
    folder.remove();
    throw error;
  }
}
