import { userInfo } from 'node:os';
import { basename } from 'node:path';
import type { Environment } from '../process/environment.ts';
import type { Identity } from './redact.ts';

/** The names that a process's environment gives away, with the machine's `hostname` and the user's `account`. */
export function identityOf(
  environment: Environment,
  hostname?: string,
  account?: string,
): Identity {
  const present = (names: readonly string[]): string[] =>
    names.map((name) => environment[name] ?? '').filter((value) => value !== '');
  const host = hostname === undefined ? [] : [hostname, hostname.split('.')[0] ?? ''];
  const homes = present(['HOME', 'USERPROFILE']);
  return {
    users: [
      ...present(['USER', 'LOGNAME', 'USERNAME', 'SUDO_USER', 'JUPYTERHUB_USER', 'NB_USER']),
      ...(account === undefined ? [] : [account]),
      ...homes.map((home) => basename(home.replaceAll('\\', '/'))),
    ],
    hosts: [...present(['HOSTNAME', 'COMPUTERNAME', 'SLURMD_NODENAME']), ...host],
    homes,
  };
}

/** The name of the account that runs this process; services and containers have no variable for it. */
export function accountName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    // The account has no entry in the system's list, as in a container with a number for a user.
    return undefined;
  }
}
