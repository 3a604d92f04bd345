import { UndeterminedError, UsageError } from '../errors.ts';

/** The server is there and does not let us in with this token, or without one. */
export class TokenRefused extends UndeterminedError {}

/** What a response says of itself; sentences of servers are not repeated when they concern the token. */
interface Refusal extends Error {
  readonly response: { readonly status: number };
}

/** @param what what the server was to do: `start the kernel` */
export function refusal(what: string, cause: Refusal, url: string): UndeterminedError {
  const { status } = cause.response;
  if (status === 401 || status === 403 || (status >= 300 && status < 400)) {
    return new TokenRefused(
      `The Jupyter server at ${url} does not accept this token (or wants one). Give it with \`--token\` or in the variable JUPYTER_TOKEN; \`jupyter server list\` shows it on the server's machine.`,
      { cause },
    );
  }
  if (status === 404) {
    return new UndeterminedError(
      `At ${url} something answers that is no Jupyter server. Is a part of its address missing, as in \`/user/NAME/\`?`,
      { cause },
    );
  }
  return new UndeterminedError(`The Jupyter server at ${url} could not ${what}: ${cause.message}`, {
    cause,
  });
}

/** Nothing came back, or nothing that a Jupyter server says. */
export function unreachable(cause: unknown, url: string): UndeterminedError {
  const { message, reason } = said(cause);
  if (/timeout|aborted/iu.test(message)) {
    return new UndeterminedError(`The Jupyter server at ${url} did not answer in time.`, { cause });
  }
  if (cause instanceof SyntaxError) return refusal('', notFound(cause), url);
  return new UndeterminedError(
    `No Jupyter server can be reached at ${url} (${reason ?? message}). Is it running, and is the address right?`,
    { cause },
  );
}

export function unknownKernel(name: string, known: readonly string[], url: string): UsageError {
  const names = known.map((one) => `\`${one}\``).join(', ');
  return new UsageError(
    `The Jupyter server at ${url} has no kernel \`${name}\`. It has ${names === '' ? 'none' : names}. Choose one with \`--kernel\`.`,
  );
}

/** node hides why a connection failed in the error's cause. */
function said(error: unknown): { message: string; reason: string | undefined } {
  if (!(error instanceof Error)) return { message: String(error), reason: undefined };
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  // The library keeps the text of the first error and drops its cause.
  return { message: error.message, reason: code };
}

function notFound(cause: Error): Refusal {
  return Object.assign(cause, { response: { status: 404 } });
}
