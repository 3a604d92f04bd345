import { UsageError } from '../errors.ts';

/** Where a Jupyter server is, and the token that was written into its address, if any. */
export interface ServerAddress {
  /** Ends with a slash: `http://localhost:8888/`, `https://hub.example/user/ada/`. */
  readonly url: string;
  readonly token?: string;
}

/** Whether a token that is sent there can be read on the way: plain http to another computer. */
export function isReadOnTheWay({ url }: ServerAddress): boolean {
  const { protocol, hostname } = new URL(url);
  const here = /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u.test(hostname);
  return protocol === 'http:' && !here;
}

/** What Jupyter's own pages add to the address of their server. */
const pages = /\/(?:lab|tree|notebooks|doc|login|voila)(?:\/.*)?$/u;

/**
 * Reads the address of a server as people copy it: from the browser or from what Jupyter prints at its start, with
 * `/lab` and `?token=…`.
 *
 * @throws UsageError when it is no http(s) address; the sentence never holds a token
 */
export function readServerAddress(text: string): ServerAddress {
  const address = parsed(text);
  if (address === null || !/^https?:$/u.test(address.protocol)) {
    throw new UsageError(
      'The address after `--server` is none. Write it as Jupyter prints it: `http://localhost:8888/`.',
    );
  }
  if (address.username !== '' || address.password !== '') {
    throw new UsageError(
      'A name or password in the address of a Jupyter server is not sent. Give its token with `--token`.',
    );
  }
  const path = address.pathname.replace(pages, '').replace(/\/+$/u, '');
  const token = address.searchParams.get('token') ?? '';
  return { url: `${address.origin}${path}/`, ...(token !== '' && { token }) };
}

function parsed(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
